import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PHI_POLICY, hiddenCategories } from '../policy/policy.js';
import { marked } from '../testing/marked.js';

const CATEGORIES = [...hiddenCategories(DEFAULT_PHI_POLICY)];

describe('text that looks like PHI and is none', () => {
  it.each([
    'What is the recommended dose of amoxicillin for a 5-year-old with otitis media weighing 18 kg?',
    'Compare rivaroxaban and apixaban for AF in CKD stage 4 per 2023 ACC/AHA/ACCP/HRS guidelines.',
    'Explain the Framingham risk score, the CHA2DS2-VASc score and the HAS-BLED score.',
    'Labs: Na 138, K 4.2, Cl 101, CO2 24, BUN 14, Cr 0.9, Glu 96; WBC 7.2, Hgb 13.1, Plt 250',
    'BP 120/80, HR 72, T 98.6, RR 16, SpO2 98% on RA. Pain 3/10. BMI 27.4.',
    'Gram stain showed Gram-negative rods; E. coli and Klebsiella pneumoniae; treat with Zosyn.',
    'Rx: Augmentin 875-125 mg BID x 10 days, #20, 0 refills',
    "Summarize the SPRINT trial and the Women's Health Initiative in two paragraphs.",
    'Write a Python function def mark_may(x): return x + 1  # Will be used in April release',
    "Fracture of the distal radius (Colles), Boxer's fracture, Jones fracture, Lisfranc injury, Salter-Harris II.",
    'Apply the Ottawa ankle rules, Canadian C-spine rule, Wells criteria, PERC rule, and Ranson criteria.',
    'Mini-Mental State Exam 26/30; MoCA 22/30; PHQ-9 14; GAD-7 11; AUDIT-C 5; Epworth 12.',
    'TNM: T2N1M0, Gleason 4+3=7, PI-RADS 4, BI-RADS 2, Bosniak IIF, Fitzpatrick type III.',
    'ICD-10 E11.9, CPT 99213, HCPCS J1885, LOINC 4548-4, SNOMED 44054006, NDC 0093-7214-01',
    'Take 1-2 tablets q4-6h prn; max 8/day; 1/2 tab at bedtime.',
    'History of Present Illness: Patient is a 45 yo male with Type 2 Diabetes Mellitus, presenting with Chest Pain.',
    'Assessment and Plan: 1. Acute Kidney Injury 2. Hyperkalemia 3. Heart Failure with Reduced Ejection Fraction',
    'Allergies: Penicillin (Hives), Sulfa (Rash). Social: Former Smoker, 20 Pack-Years. Lives with Wife.',
    'Discussed risks/benefits; Patient verbalized Understanding. Follow up in 2 weeks with Primary Care.',
    'Sensitivity 92%, specificity 88% (95% CI 84-91), p = 0.003, n = 1,204, OR 2.3.',
    'Phase III trial NCT01234567 published in NEJM 2019;381:1995-2008. doi:10.1056/NEJMoa1911303',
    'Use the Seldinger technique; place a Swan-Ganz catheter; watch for Trendelenburg; Allen test negative.',
    "Wilson disease, Marfan syndrome, Down syndrome, Turner syndrome, Graves disease, Addison's, Cushing's.",
    'The Mediterranean diet, DASH diet, Keto, and Weight Watchers; exercise with Peloton or Fitbit.',
    'How do I file a HIPAA complaint with the Office for Civil Rights? What does the Joint Commission say?',
    'In the United States, Medicare Part D and Medicaid cover it; in Canada and the UK the NHS does.',
    'Monday clinic schedule: review charts, call Pharmacy, send to Quest or LabCorp, update Epic and Cerner.',
    'CT Chest w/o contrast 5 mm nodule RUL, Fleischner criteria follow up 12 months; Lung-RADS 3.',
    'Translate "good morning" to French, Spanish, German, Hindi and Mandarin.',
    'The Hardy-Weinberg equation, Bayes theorem, Michaelis-Menten kinetics, Henderson-Hasselbalch equation.',
    'Give Tdap, MMR, Shingrix, Prevnar 20, and Moderna COVID-19 booster; log in IIS.',
    'Vitamin B12 500 mcg, D3 2000 IU, CoQ10, Omega-3 1000 mg; Ensure, Glucerna, Pedialyte.',
    'Ambulating with Rolling Walker; Braden Score 18; Morse Fall Scale 45; Foley to Gravity.',
    'She denies Fever, Chills, Nausea, Vomiting. Positive Murphy sign, negative Rovsing and McBurney.',
    'Version 2.10.3 build 4431; port 8080; ticket priority 3; commit 4f3a9c1d; 192 kbps',
    'if (patient.age > 65 && patient.riskScore >= 3) { alert("High Risk"); }',
    'Prior to surgery hold Coumadin 5 days, Plavix 7 days, and Xarelto 48 hours; bridge with Lovenox.',
    'Mohs surgery, Nissen fundoplication, Roux-en-Y, Heller myotomy, Bankart repair, Ilizarov frame.',
    'Draft a generic appointment reminder: Dear Patient, your visit is on [DATE] at [TIME] with Dr. [NAME].',
    'Cochrane review by the National Institute for Health and Care Excellence (NICE), London guidance NG28.',
  ])('leaves "%s" alone', async (text) => {
    expect(await marked(text, ...CATEGORIES)).toBe(text);
  });
});

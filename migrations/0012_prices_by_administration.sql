-- The administration adds versions of prices; none is ever changed.
grant insert on model_prices to radiant_admin;

-- The number that a kiosk gave a patient by itself while this server was away, as printed.

ALTER TABLE encounter ADD COLUMN provisional TEXT NOT NULL DEFAULT '';

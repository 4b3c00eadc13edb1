-- Both databases took these indexes for a room's line, as they too begin with the day, and so read
-- the whole day's lines for each count. Now a room's line has one index that fits. Every ticket has
-- a queue: that condition keeps the second index for who names it.

DROP INDEX of_day;
CREATE INDEX cancelled ON encounter (day) WHERE status = 'cancelled';
DROP INDEX in_line;
CREATE INDEX in_line ON encounter (queue, day) WHERE status = 'arrived' AND queue <> '';

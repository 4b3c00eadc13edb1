-- Which group a room called, as it was then: a ticket leaves the priority group when it misses a
-- call, and comes back to it after an examination.

ALTER TABLE room_call ADD COLUMN priority INTEGER NOT NULL DEFAULT 0 CHECK (priority IN (0, 1));
UPDATE room_call SET priority =
    (SELECT e.priority FROM encounter e WHERE e.id = room_call.encounter);

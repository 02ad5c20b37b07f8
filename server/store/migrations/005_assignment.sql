-- Who works on a ticket: a person's display name and a unit's name, empty where nobody was named.
ALTER TABLE tickets ADD COLUMN assignee {{text}} NOT NULL DEFAULT '';

ALTER TABLE tickets ADD COLUMN unit {{text}} NOT NULL DEFAULT '';

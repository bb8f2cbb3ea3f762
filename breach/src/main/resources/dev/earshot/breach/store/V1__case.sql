-- The journal: never changed, only appended to.
CREATE TABLE journal (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    who text NOT NULL,
    kind text NOT NULL,
    body text STORAGE EXTERNAL NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL
);
CREATE INDEX journal_kind ON journal (kind, seq);

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();

-- A notice of the plan; columns as in the plan's table, lists joined by line feeds.
CREATE TABLE notice (
    id bigint NOT NULL,
    person bigint NOT NULL,
    lead bigint NOT NULL,
    member_id text NOT NULL,
    role text NOT NULL,
    language text NOT NULL,
    channels text NOT NULL,
    jurisdiction text NOT NULL,
    addressee text NOT NULL,
    patient text NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    postal_code text NOT NULL,
    state text NOT NULL,
    country text NOT NULL,
    email text NOT NULL,
    status text NOT NULL,
    vendors text NOT NULL,
    elements text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    standing text NOT NULL -- open, unreachable (by every channel: substitute notice), suppressed
);

CREATE TABLE delivery (
    id bigint NOT NULL,
    notice bigint NOT NULL,
    due timestamptz, -- -infinity: planned; an instant: deferred until then; null: not to be claimed
    run bigint NOT NULL, -- that claimed it last; 0 for none
    step smallint NOT NULL, -- which of the notice's channels, from 0
    round smallint NOT NULL, -- which delivery of the notice over this channel, from 1
    attempt smallint NOT NULL, -- claims so far
    channel text NOT NULL,
    jurisdiction text NOT NULL,
    state text NOT NULL, -- planned, claimed, deferred, sent, refused, delivered, bounced, returned, suppressed
    at timestamptz, -- of the newest outcome
    later timestamptz, -- of what was heard of it after it was sent
    sha256 bytea, -- of what was sent
    answer text
);

CREATE TABLE run (
    run bigint PRIMARY KEY,
    name text NOT NULL,
    started timestamptz NOT NULL
);

CREATE TABLE suppression (
    person bigint PRIMARY KEY,
    who text NOT NULL,
    why text NOT NULL,
    at timestamptz NOT NULL
);

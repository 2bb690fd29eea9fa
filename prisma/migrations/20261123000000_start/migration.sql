-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "county" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "county_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "sending" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "app_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "unit" TEXT NOT NULL DEFAULT '',
    "unit_id" TEXT,
    "phone" BYTEA,
    "phone_lookup" TEXT,
    "id_number" BYTEA,
    "id_lookup" TEXT,
    "left_at" TIMESTAMPTZ(3),
    "left_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role" (
    "person_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_pkey" PRIMARY KEY ("person_id","role")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "union_id" TEXT,
    "name" TEXT NOT NULL DEFAULT '',
    "person_id" TEXT,
    "bound_by" TEXT,
    "bound_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unit" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat" (
    "id" BIGSERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT,
    "account_id" TEXT,
    "title" TEXT NOT NULL DEFAULT '',
    "session" BYTEA,
    "conversation" BYTEA,
    "retry_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch',

    CONSTRAINT "chat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane" (
    "chat_id" BIGINT NOT NULL,
    "sender" INTEGER,
    "recent" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "paused_until" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch',

    CONSTRAINT "lane_pkey" PRIMARY KEY ("chat_id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "chat_id" BIGINT,
    "account_id" TEXT,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" BYTEA NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "answer" JSONB,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" BIGSERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "cause" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "first_try_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "external_id" TEXT,
    "error" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "button" (
    "token" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "button_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "talent_file" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "no" TEXT NOT NULL,
    "tier" TEXT NOT NULL DEFAULT '',
    "answers" BYTEA NOT NULL,
    "status" TEXT NOT NULL DEFAULT '在册',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "talent_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pairing" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "post" TEXT NOT NULL,
    "leader_id" TEXT NOT NULL,
    "talent_id" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE,
    "reason" TEXT NOT NULL DEFAULT '',
    "paused" TEXT,

    CONSTRAINT "pairing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "no" TEXT NOT NULL,
    "pairing_id" TEXT,
    "leader_id" TEXT NOT NULL,
    "talent_id" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "precision" TEXT NOT NULL DEFAULT '日',
    "half_day" TEXT,
    "method" TEXT NOT NULL,
    "place" TEXT NOT NULL DEFAULT '',
    "attendees" TEXT NOT NULL DEFAULT '',
    "notes" BYTEA NOT NULL,
    "recorder_id" TEXT NOT NULL,
    "event_id" BIGINT,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "no" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "person_id" TEXT,
    "title" TEXT NOT NULL DEFAULT '',
    "stage" TEXT NOT NULL,
    "unique_key" TEXT,
    "answers" BYTEA NOT NULL,
    "draft_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" BIGSERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "by" TEXT,
    "event_id" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "detail" BYTEA,
    "undo" JSONB,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bind_request" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "claims" TEXT NOT NULL,
    "person_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "accepted" BOOLEAN,

    CONSTRAINT "bind_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timer" (
    "id" BIGSERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "fired_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "timer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "source" BYTEA NOT NULL,
    "bytes" BYTEA,
    "size" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holiday" (
    "county_id" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("county_id","date")
);

-- CreateTable
CREATE TABLE "calendar_year" (
    "county_id" TEXT NOT NULL,
    "valid_until" DATE NOT NULL,

    CONSTRAINT "calendar_year_pkey" PRIMARY KEY ("county_id")
);

-- CreateTable
CREATE TABLE "sequence" (
    "county_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "sequence_pkey" PRIMARY KEY ("county_id","name")
);

-- CreateIndex
CREATE INDEX "person_county_id_name_idx" ON "person"("county_id", "name");

-- CreateIndex
CREATE INDEX "person_county_id_unit_id_idx" ON "person"("county_id", "unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_county_id_phone_lookup_key" ON "person"("county_id", "phone_lookup");

-- CreateIndex
CREATE UNIQUE INDEX "person_county_id_id_lookup_key" ON "person"("county_id", "id_lookup");

-- CreateIndex
CREATE INDEX "role_county_id_role_idx" ON "role"("county_id", "role");

-- CreateIndex
CREATE INDEX "identity_person_id_idx" ON "identity"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_app_id_account_id_key" ON "identity"("app_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "unit_county_id_name_key" ON "unit"("county_id", "name");

-- CreateIndex
CREATE INDEX "chat_app_id_external_id_idx" ON "chat"("app_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_app_id_key_key" ON "chat"("app_id", "key");

-- CreateIndex
CREATE INDEX "event_waiting" ON "event"("chat_id", "id") WHERE (status = 'waiting');

-- CreateIndex
CREATE UNIQUE INDEX "event_app_id_dedupe_key_key" ON "event"("app_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "message_key_key" ON "message"("key");

-- CreateIndex
CREATE INDEX "message_waiting" ON "message"("chat_id", "id") WHERE (status = 'waiting');

-- CreateIndex
CREATE INDEX "button_created_at_idx" ON "button"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "talent_file_person_id_key" ON "talent_file"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "talent_file_county_id_no_key" ON "talent_file"("county_id", "no");

-- CreateIndex
CREATE INDEX "pairing_county_id_leader_id_idx" ON "pairing"("county_id", "leader_id");

-- CreateIndex
CREATE INDEX "pairing_county_id_talent_id_idx" ON "pairing"("county_id", "talent_id");

-- CreateIndex
CREATE INDEX "contact_pairing_id_date_idx" ON "contact"("pairing_id", "date");

-- CreateIndex
CREATE INDEX "contact_county_id_leader_id_date_idx" ON "contact"("county_id", "leader_id", "date");

-- CreateIndex
CREATE INDEX "contact_county_id_talent_id_date_idx" ON "contact"("county_id", "talent_id", "date");

-- CreateIndex
CREATE UNIQUE INDEX "contact_county_id_no_key" ON "contact"("county_id", "no");

-- CreateIndex
CREATE INDEX "case_county_id_matter_stage_idx" ON "case"("county_id", "matter", "stage");

-- CreateIndex
CREATE UNIQUE INDEX "case_county_id_no_key" ON "case"("county_id", "no");

-- CreateIndex
CREATE UNIQUE INDEX "case_draft_id_revision_key" ON "case"("draft_id", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "case_county_id_matter_unique_key_key" ON "case"("county_id", "matter", "unique_key");

-- CreateIndex
CREATE INDEX "change_county_id_subject_at_idx" ON "change"("county_id", "subject", "at");

-- CreateIndex
CREATE INDEX "change_county_id_by_at_idx" ON "change"("county_id", "by", "at");

-- CreateIndex
CREATE INDEX "audit_county_id_at_idx" ON "audit"("county_id", "at");

-- CreateIndex
CREATE INDEX "bind_request_county_id_decided_at_idx" ON "bind_request"("county_id", "decided_at");

-- CreateIndex
CREATE INDEX "timer_due" ON "timer"("due", "id") WHERE (fired_at is null);

-- CreateIndex
CREATE UNIQUE INDEX "timer_county_id_kind_subject_due_key" ON "timer"("county_id", "kind", "subject", "due");

-- AddForeignKey
ALTER TABLE "role" ADD CONSTRAINT "role_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_leader_id_fkey" FOREIGN KEY ("leader_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_talent_id_fkey" FOREIGN KEY ("talent_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "pool" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool_unit" (
    "id" SERIAL NOT NULL,
    "county_id" TEXT NOT NULL,
    "pool_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "pool_unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocation" (
    "id" TEXT NOT NULL,
    "county_id" TEXT NOT NULL,
    "unit_id" INTEGER NOT NULL,
    "case_id" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE NOT NULL,
    "promised" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pool_county_id_name_key" ON "pool"("county_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "pool_unit_pool_id_name_key" ON "pool_unit"("pool_id", "name");

-- CreateIndex
CREATE INDEX "allocation_case_id_idx" ON "allocation"("case_id");

-- CreateIndex
CREATE INDEX "allocation_unit_id_to_idx" ON "allocation"("unit_id", "to");

-- CreateIndex
CREATE UNIQUE INDEX "allocation_held" ON "allocation"("case_id") WHERE (released_at is null);

-- AddForeignKey
ALTER TABLE "pool_unit" ADD CONSTRAINT "pool_unit_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "pool_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- No unit has two holders for one night, whoever asks and however many at once. Each unit has a stretch of
-- whole numbers of its own in which a day is one number, so that ranges of numbers are enough: an exclusion
-- over unit and days apart would need the extension btree_gist, which not every server has.
-- The check keeps the days within the stretch. What was let go before its first night is an empty range.
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_days" CHECK (
    "from" >= DATE '2000-01-01' AND "from" <= "to" AND "to" <= "promised" AND "promised" <= DATE '9999-12-31'
);
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_one_holder" EXCLUDE USING gist (
    int8range(
        "unit_id"::bigint * 10000000 + ("from" - DATE '2000-01-01'),
        "unit_id"::bigint * 10000000 + ("to" - DATE '2000-01-01')
    ) WITH &&
);

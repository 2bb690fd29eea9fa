-- CreateTable
CREATE TABLE "duty" (
    "county_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "unit_id" TEXT,
    "source" TEXT NOT NULL,

    CONSTRAINT "duty_pkey" PRIMARY KEY ("county_id","topic")
);

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "held_until" TIMESTAMPTZ(3),
ADD COLUMN     "hours" TEXT;

-- CreateIndex
CREATE INDEX "message_held" ON "message"("held_until") WHERE (status = 'held');

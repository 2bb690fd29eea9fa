-- CreateIndex
CREATE INDEX "file_waiting" ON "file"("created_at") WHERE (status = 'waiting');

-- DropIndex
DROP INDEX "message_key_key";

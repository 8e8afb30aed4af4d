# Applies what has not been applied yet, each file and the note of it in one transaction.
set -eu
export PGOPTIONS=--client-min-messages=warning
sql() { psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$@"; }

sql --command="CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())"
for file in /migrations/*.sql; do
  name=$(basename "$file" .sql)
  [ -z "$(sql --tuples-only --command="SELECT 1 FROM migration WHERE name = '$name'")" ] || continue
  sql --single-transaction --command="INSERT INTO migration (name) VALUES ('$name')" --file="$file"
  echo "applied $name"
done

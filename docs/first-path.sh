#!/usr/bin/env bash
# Walks the first path through a running Satcom, from sign-in to a resolved anomaly. Needs bash, curl and Node 20.10.
# Start the service with build/run, then run or paste this in another terminal. It can be run again.
set -euo pipefail
SATCOM_URL="${SATCOM_URL:-http://localhost:5080}"
SATCOM_INBOX_URL="${SATCOM_INBOX_URL:-http://localhost:5081}"

field() { node -pe 'JSON.parse(require("fs").readFileSync(0, "utf8"))'"$1"; }   # … | field .user.id
api() {                                                          # api TOKEN METHOD PATH [BODY] [HEADER]
  local request=(-sS -X "$2" "$SATCOM_URL/api/v1$3")
  if [ -n "$1" ]; then request+=(-H "Authorization: Bearer $1"); fi
  if [ -n "${4-}" ]; then request+=(-H 'Content-Type: application/json' -d "$4"); fi
  if [ -n "${5-}" ]; then request+=(-H "$5"); fi
  curl "${request[@]}"
}
same() {                                                         # same WHAT EXPECTED ACTUAL
  if [ "$2" = "$3" ]; then echo "  ok   $1: $3"; else echo "  FAIL $1: expected $2, got $3" >&2; exit 1; fi
}
login() {                                                        # login TENANT EMAIL
  api '' POST /auth/login '{"tenant":"'"$1"'","email":"'"$2"'","password":"Satcom!Demo1","device":{"fingerprint":"first-path","name":"Terminal","platform":"web"}}'
}
codes() {                                                        # codes PHONE: text messages land in the inbox in Development
  curl -sS "$SATCOM_INBOX_URL/email" | node -pe 'JSON.parse(require("fs").readFileSync(0, "utf8")).filter((mail) => mail.to[0].address === "'"$1"'@sms.test").map((mail) => mail.text.match(/[0-9]{6}/)[0]).join("\n")'
}
proved() {                                                       # proved TENANT EMAIL PHONE: signs in where new devices are asked for a code
  local kept="${TMPDIR:-/tmp}/satcom-first-path-$1" before answer
  before=$(codes "$3" | grep -c . || true)
  answer=$(api '' POST /auth/login '{"tenant":"'"$1"'","email":"'"$2"'","password":"Satcom!Demo1","device":{"name":"Terminal","token":"'"$(cat "$kept" 2>/dev/null || true)"'"}}')
  if [ "$(field .deviceVerification?.channel <<<"$answer")" = sms ]; then
    for _ in $(seq 1 40); do
      if [ "$(codes "$3" | grep -c . || true)" -gt "$before" ]; then break; fi
      sleep 0.5
    done
    answer=$(api '' POST /auth/device/verify '{"challengeId":"'"$(field .deviceVerification.challengeId <<<"$answer")"'","code":"'"$(codes "$3" | tail -n 1)"'","trust":true}')
  fi
  field .deviceToken <<<"$answer" >"$kept"                        # Kept for the next run, which then needs no code.
  echo "$answer"
}

echo '1. Sign in, refresh, sign out'
signed_in=$(login acme employee@acme.test)
employee_id=$(field .user.id <<<"$signed_in")
first_refresh=$(field .refreshToken <<<"$signed_in")
refreshed=$(api '' POST /auth/refresh '{"refreshToken":"'"$first_refresh"'"}')
same 'a refresh gives a new access token' Bearer "$(field .tokenType <<<"$refreshed")"
same 'the answer was lost: once more the same' "$(field .refreshToken <<<"$refreshed")" \
  "$(api '' POST /auth/refresh '{"refreshToken":"'"$first_refresh"'"}' | field .refreshToken)"
same 'after that a spent refresh token is refused' refresh_reused "$(api '' POST /auth/refresh '{"refreshToken":"'"$first_refresh"'"}' | field .code)"
same 'and its whole session has ended' unauthenticated "$(api "$(field .accessToken <<<"$refreshed")" GET /me | field .code)"
other=$(login acme employee@acme.test | field .accessToken)
api "$other" POST /auth/logout '{}'
same 'after the logout the token is worth nothing' unauthenticated "$(api "$other" GET /me | field .code)"
same 'a wrong password tells nothing' invalid_credentials \
  "$(api '' POST /auth/login '{"tenant":"acme","email":"nobody@acme.test","password":"wrong"}' | field .code)"
employee=$(login acme employee@acme.test | field .accessToken)
hr=$(login acme hr@acme.test | field .accessToken)

echo '2. Check in, take a break, check out'
api "$employee" POST /attendance/check-out '{}' >/dev/null       # Ends what an earlier run may have left open.
key="first-path-$(date +%s)"
day=$(api "$employee" POST /attendance/check-in '{"workMode":"office","note":"Here I am"}' "Idempotency-Key: $key")
day_id=$(field .id <<<"$day")
same 'checked in' working "$(field .status <<<"$day")"
same 'the same key again gives the same day' "$day_id" \
  "$(api "$employee" POST /attendance/check-in '{"workMode":"office","note":"Here I am"}' "Idempotency-Key: $key" | field .id)"
same 'the same key with other content' idempotency_key_reused \
  "$(api "$employee" POST /attendance/check-in '{"workMode":"remote"}' "Idempotency-Key: $key" | field .code)"
same 'checking in twice' already_checked_in "$(api "$employee" POST /attendance/check-in '{"workMode":"office"}' | field .code)"
same 'ending a break that never began' no_open_break "$(api "$employee" POST /attendance/breaks/end '{}' | field .code)"
sleep 2
same 'on a break' onBreak "$(api "$employee" POST /attendance/breaks/start '{"type":"break"}' | field .status)"
same 'a second break' break_already_open "$(api "$employee" POST /attendance/breaks/start '{"type":"lunch"}' | field .code)"
sleep 2
same 'back at work' working "$(api "$employee" POST /attendance/breaks/end '{}' | field .status)"
day=$(api "$employee" POST /attendance/check-out '{}')
same 'checked out' completed "$(field .status <<<"$day")"
echo "       worked $(field .workedSeconds <<<"$day") s, of which $(field .breakSeconds <<<"$day") s were a paid break"
same 'checking out twice' not_checked_in "$(api "$employee" POST /attendance/check-out '{}' | field .code)"

echo '3. Who sees the day'
manager=$(login acme manager@acme.test | field .accessToken)
staff=$(login acme staff@acme.test)
staff_id=$(field .user.id <<<"$staff")
staff=$(field .accessToken <<<"$staff")
api "$staff" POST /attendance/check-in '{"workMode":"remote"}' >/dev/null
api "$staff" POST /attendance/check-out '{}' >/dev/null
globex=$(proved globex hr@globex.test 971501002000 | field .accessToken)
same 'HR sees it' "$day_id" "$(api "$hr" GET "/attendance/days?userId=$employee_id" | field '.items[0].id')"
same 'the manager sees it' "$day_id" "$(api "$manager" GET "/attendance/days?userId=$employee_id" | field '.items[0].id')"
same 'HR sees the dispatcher too' "$staff_id" "$(api "$hr" GET "/attendance/days?userId=$staff_id" | field '.items[0].userId')"
same 'who does not report to the manager' 0 "$(api "$manager" GET "/attendance/days?userId=$staff_id" | field .items.length)"
same 'globex finds no such person' 0 "$(api "$globex" GET "/attendance/days?userId=$employee_id" | field .items.length)"
same 'globex finds no such day' not_found "$(api "$globex" GET "/attendance/days/$day_id" | field .code)"
same 'globex cannot name acme' tenant_mismatch "$(api "$globex" GET /attendance/days '' 'X-Tenant: acme' | field .code)"
platform=$(login platform platform@satcom.test | field .accessToken)
same 'the platform sees no days by itself' forbidden "$(api "$platform" GET /attendance/days | field .code)"
scope=$(api "$platform" POST /platform/scope '{"tenant":"acme","reason":"First path"}' | field .accessToken)
same 'in the audited platform scope it does' "$day_id" "$(api "$scope" GET "/attendance/days/$day_id" | field .id)"
same 'but nobody works there' forbidden "$(api "$scope" POST /attendance/check-in '{"workMode":"office"}' | field .code)"

echo '4. Presence over the hub (about 15 seconds)'
hub() {                                # hub LISTENER METHOD COUNT [SPEAKER [ID]]: prints what the listener is told, of that person or anomaly alone where one is named
  node --experimental-websocket --no-warnings -e '
    const [url, listener, method, count, speaker, id] = process.argv.slice(1);
    const end = String.fromCharCode(30);
    const send = (socket, message) => socket.send(JSON.stringify(message) + end);
    const open = (token, started, told) => {
      const socket = new WebSocket(`${url.replace(/^http/, "ws")}/hubs/satcom?access_token=${token}`);
      socket.onopen = () => send(socket, { protocol: "json", version: 1 });
      socket.onmessage = ({ data }) => {
        for (const frame of data.split(end).filter(Boolean).map((text) => JSON.parse(text))) {
          if (frame.type === undefined) started(socket);
          else if (frame.type === 1) told(frame.target, frame.arguments[0]);
        }
      };
      return socket;
    };
    let left = Number(count);
    setTimeout(() => { console.error("the hub stayed silent"); process.exit(1); }, 90_000);
    const speak = () => speaker && open(speaker, (socket) => send(socket, { type: 1, target: "Heartbeat", arguments: ["online"] }), () => {});
    open(listener, speak, (target, message) => {
      if (target !== method || (id && message.userId !== id && message.anomalyId !== id)) return;
      console.log(JSON.stringify(message));
      if (--left === 0) process.exit(0);
    });
  ' "$SATCOM_URL" "$@"
}
admin=$(login acme superadmin@acme.test | field .accessToken)
kept=$(api "$admin" GET /tenant | node -pe '
  const { presenceAwayAfterSeconds, presenceOfflineAfterSeconds } = JSON.parse(require("fs").readFileSync(0, "utf8")).settings;
  JSON.stringify({ settings: { presenceAwayAfterSeconds, presenceOfflineAfterSeconds } })')
trap 'api "$admin" PATCH /tenant "$kept" >/dev/null' EXIT      # However this ends, acme gets its settings back.
api "$admin" PATCH /tenant '{"settings":{"presenceAwayAfterSeconds":10,"presenceOfflineAfterSeconds":15}}' >/dev/null
for _ in $(seq 1 60); do                                         # Who was here a moment ago is not news when they are online.
  if [ "$(api "$hr" GET "/presence?userIds=$employee_id" | field '.items[0].status')" = offline ]; then break; fi
  sleep 1
done
told=$(hub "$hr" presenceChanged 3 "$employee" "$employee_id")   # One heartbeat, then silence.
same 'HR is told' 'online away offline' "$(echo $(while read -r line; do field .status <<<"$line"; done <<<"$told"))"
same 'GET /presence agrees' offline "$(api "$hr" GET "/presence?userIds=$employee_id" | field '.items[0].status')"
api "$admin" PATCH /tenant "$kept" >/dev/null
trap - EXIT

echo '5. Omar forgot to check out yesterday (the job looks once a minute)'
omar_id=$(login acme omar@acme.test | field .user.id)
for _ in $(seq 1 90); do
  found=$(api "$hr" GET "/anomalies?kind=missingCheckOut&userId=$omar_id")
  if [ "$(field .items.length <<<"$found")" != 0 ]; then break; fi
  sleep 1
done
same 'one anomaly, however often the job ran' 1 "$(field .items.length <<<"$found")"
anomaly=$(field '.items[0].id' <<<"$found")
if [ "$(field '.items[0].status' <<<"$found")" != open ]; then   # An earlier run has settled it.
  api "$hr" POST "/anomalies/$anomaly/reopen" '{"note":"Once more"}' >/dev/null
  sleep 1
fi
told=$(mktemp)
hub "$hr" anomalyChanged 2 '' "$anomaly" >"$told" & listening=$!
sleep 1
version=$(api "$hr" GET "/anomalies/$anomaly" | field .version)
same 'acknowledged' acknowledged "$(api "$hr" POST "/anomalies/$anomaly/acknowledge" '{"note":"I will call him"}' | field .status)"
same 'with an old version' version_mismatch \
  "$(api "$hr" POST "/anomalies/$anomaly/resolve" '{"resolution":"justified"}' "If-Match: \"$version\"" | field .code)"
same 'resolved' resolved "$(api "$hr" POST "/anomalies/$anomaly/resolve" '{"resolution":"justified","note":"He drove home at five"}' | field .status)"
wait "$listening"
same 'HR is told over the hub' 'acknowledged resolved' "$(echo $(while read -r line; do field .status <<<"$line"; done <"$told"))"
rm -f "$told"

echo '6. The audit'
api "$hr" GET "/audit?entityId=$day_id&limit=3" | node -e '
  for (const line of JSON.parse(require("fs").readFileSync(0, "utf8")).items)
    console.log("      ", line.at, line.action, JSON.stringify(line.before?.status ?? null), "→", JSON.stringify(line.after?.status ?? null), "trace", line.traceId);'
same 'the note is kept' 'He drove home at five' "$(api "$hr" GET "/audit?entityId=$anomaly&action=anomalies.resolve" | field '.items[0].reason')"
same 'acme sees who came from above' 'First path' "$(api "$hr" GET '/audit?action=platform.enter' | field '.items[0].reason')"
echo 'All of it works.'

# Sourced by the benches: an appliance, a simulated cloud, and an nginx in front of it that throws the parts away, so that the same server
# receives from Rushline and from its peers.
# shellcheck shell=bash
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/launcher/needs"

need() { # need COMMAND:PACKAGE…
  local each missing=()
  for each in "$@"; do command -v "${each%%:*}" > /dev/null || [ -x "/usr/sbin/${each%%:*}" ] || missing+=("${each##*:}"); done
  [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# setup: the distribution and a folder of this run, in memory where there is room
setup() {
  "$top/launcher/rushline" run --help > /dev/null   # builds it if need be
  dist=$(echo "$top"/launcher/target/dist/rushline-*)
  work=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/bench.XXXXXX"); pids=()
  trap 'cleanup' EXIT
}
cleanup() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null && wait "$pid" 2> /dev/null || true; done
  [ -z "${sink:-}" ] || rm -rf "$sink"
  [ -z "${link:-}" ] || "$top/itests/lab/link" down "$link"
  rm -rf "$work"
}
stop() { kill "$1" 2> /dev/null && wait "$1" 2> /dev/null || true; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
await() { for _ in $(seq 1200); do [ -s "$1" ] && return; sleep 0.05; done; echo "$1 does not come" >&2; return 1; }
driver() { $near java -cp "$dist/bundles/*" "$here/Appliance.java" "$@"; }

# cloud HOST: a simulator with an nginx in front, in the namespace of $far; sets $cloud and $pem
cloud() {
  $far "$dist/bin/rushline" simulate --home "$work/cloud" --port 0 > "$work/cloud.out" 2>&1 & pids+=($!)
  await "$work/cloud/run/simulator.json"; local port=$((20000 + RANDOM % 10000)) simulator
  simulator=$(sed -n 's/.*"url" *: *"\([^"]*\)".*/\1/p' "$work/cloud/run/simulator.json")
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj "/CN=bench" -addext "subjectAltName=DNS:localhost,IP:$1,IP:127.0.0.1" \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2> /dev/null
  mkdir -p "$work/nginx/body"; sink=/dev/shm/$(basename "$work"); mkdir -p "$sink/body"
  cat > "$work/nginx/nginx.conf" <<CONF
user root; worker_processes auto; pid $work/nginx/pid; error_log $work/nginx/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_max_body_size 0; client_body_temp_path $sink/body; client_body_buffer_size 64k; keepalive_requests 100000;
  proxy_temp_path $work/nginx/proxy; fastcgi_temp_path $work/nginx/f; uwsgi_temp_path $work/nginx/u; scgi_temp_path $work/nginx/s;
  server { listen unix:$work/nginx/ok; location / { add_header ETag '"0"'; return 200; } }
  server {
    listen $1:$port ssl reuseport; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.3;
    # reads the part whole, into memory, forgets it and says 200; with keep the simulator takes it
    location ${keep:+/nothing}/upload/ { proxy_pass http://unix:$work/nginx/ok; proxy_method GET; proxy_pass_request_body off; proxy_set_header Content-Length ""; }
    location / { proxy_pass $simulator; proxy_http_version 1.1; proxy_set_header Host \$http_host; proxy_request_buffering off;
      proxy_set_header Upgrade \$http_upgrade; proxy_set_header Connection \$http_connection; proxy_ssl_session_reuse on; }
  }
}
CONF
  $far nginx -c "$work/nginx/nginx.conf" -g 'daemon off;' > "$work/nginx/out" 2>&1 & pids+=($!)
  cloud=https://$1:$port; pem=$work/cert.pem
}

# jvm PID: that of the JVM, which the command supervises as a child
jvm() { local child; read -r child _ < "/proc/$1/task/$1/children" || true; echo "${child:-$1}"; }

# appliance [ARGUMENT…]: paired with the cloud; sets $appliance (the command's process) and $home
appliance() {
  home=$work/home-$RANDOM; mkdir -p "$home"
  $near "$dist/bin/rushline" run --home "$home" --port 0 --cloud "$cloud" --trust "$pem" "$@" > "$home.out" 2>&1 & appliance=$!; pids+=($!)
  await "$home/run/ctl.json"
  driver pair "$home" "$cloud" "$pem"
}

# clip FILE BYTES: a WAV file of its own; the contents differ, since the same clip is not sent twice
clip() {
  local data=$(($2 - 44))
  # shellcheck disable=SC2059
  le() { printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(printf %02x $(($1 >> 24 & 255)))"; }
  { printf RIFF; le $((data + 36)); printf 'WAVEfmt \x10\0\0\0\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0data'; le $data
    openssl enc -aes-128-ctr -nosalt -K "$(openssl rand -hex 16)" -iv 00000000000000000000000000000000 -in /dev/zero 2> /dev/null | head -c $data || true; } > "$1"
}

# clips FOLDER COUNT BYTES: as many clips, each with contents of its own
clips() { for i in $(seq "$2"); do clip "$1/clip-$i.wav" "$3"; done; }

# puts N FILE COUNT: the file COUNT times to the sink with curl, N processes, each on one connection; prints "seconds cpuSeconds"
puts() {
  local n=$1 file=$2 count=$3 i j
  for i in $(seq "$n"); do
    for j in $(seq "$i" "$n" "$count"); do printf 'upload-file = "%s"\nurl = "%s/upload/peer-%s"\noutput = /dev/null\n' "$file" "$cloud" "$j"; done > "$work/curl-$i"
  done
  timed curls "$n"
}
curls() {
  local i running=()
  for i in $(seq "$1"); do
    [ ! -s "$work/curl-$i" ] || { $near curl -sS --fail --cacert "$pem" -K "$work/curl-$i" & running+=($!); }
  done
  for i in "${running[@]}"; do wait "$i"; done
}

# timed COMMAND…: prints "seconds cpuSeconds" of it; what it prints itself goes to a log, which is shown when it fails
timed() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" > "$work/timed.log" 2>&1; } 2> "$work/timed" || { cat "$work/timed.log" >&2; return 1; }
  awk '{ printf "%.3f %.2f\n", $1, $2 + $3 }' "$work/timed"
}

# rclones N FOLDER: the folder's files to the sink with rclone; prints "seconds cpuSeconds"
rclones() {
  timed $near env -u AWS_CA_BUNDLE rclone copy "$2" :s3:upload --transfers "$1" --no-check-dest --ca-cert "$pem" --config /dev/null --retries 1 --low-level-retries 1 \
    --s3-provider Other --s3-endpoint "$cloud" --s3-access-key-id x --s3-secret-access-key x --s3-no-check-bucket --s3-no-head --s3-disable-checksum \
    --s3-upload-cutoff 1G
}

# compare TITLE MIB OURS CURL RCLONE: medians and ratios of files with lines "seconds cpuSeconds"
compare() {
  local title=$1 mib=$2; shift 2
  awk -v title="$title" -v mib="$mib" '
    function median(v, k,   i, j, t) {
      for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
      return v[int((k + 1) / 2)]
    }
    function show(name, f,   i, a, b) {
      for (i = 1; i <= k[f]; i++) { a[i] = s[f, i]; b[i] = c[f, i] }
      sec[name] = median(a, k[f]); cpu[name] = median(b, k[f]) * 1024 / mib
      return sprintf("%s %.0f MiB/s, %.2f CPU s/GiB", name, mib / sec[name], cpu[name])
    }
    { f = FILENAME; k[f]++; s[f, k[f]] = $1; c[f, k[f]] = $2 }
    END { printf "%s: %s | %s | %s | throughput %.2f × curl, %.2f × rclone (goal 1.0), CPU %.2f × curl (goal 1.2)\n", title,
      show("rushline", ARGV[1]), show("curl", ARGV[2]), show("rclone", ARGV[3]), sec["curl"] / sec["rushline"], sec["rclone"] / sec["rushline"],
      cpu["rushline"] / cpu["curl"] }' "$@"
}

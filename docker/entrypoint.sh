#!/bin/sh
# One image, several processes: colabase web|sockets|worker|bulk|beat|migrate|manage ...
set -eu

role="${1:-web}"
[ "$#" -eq 0 ] || shift

case "$role" in
    web)
        exec granian --interface wsgi --host 0.0.0.0 --port 8000 --workers "${WEB_PROCESSES:-2}" \
            --blocking-threads "${WEB_THREADS:-4}" --no-ws config.wsgi:application
        ;;
    sockets)
        exec uvicorn config.asgi:application --host 0.0.0.0 --port 8001 --proxy-headers --timeout-graceful-shutdown 5
        ;;
    worker)
        exec celery -A config worker -Q high,default --concurrency "${WORKER_PROCESSES:-2}" -l info
        ;;
    bulk)
        exec celery -A config worker -Q bulk --concurrency "${BULK_PROCESSES:-1}" -l info
        ;;
    beat)
        exec celery -A config beat --scheduler django_celery_beat.schedulers:DatabaseScheduler --pidfile= -l info
        ;;
    migrate)
        exec python manage.py migrate_tenants "$@"
        ;;
    manage)
        exec python manage.py "$@"
        ;;
    *)
        echo "colabase: unknown role $role (web, sockets, worker, bulk, beat, migrate, manage)" >&2
        exit 2
        ;;
esac

"""Letters to people about their account, each a pair of templates in `templates/emails/`."""

from smtplib import SMTPException

import structlog
from django.core.mail import send_mail
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)


def send(name: str, to: str, **values: object) -> bool:
    """Write and send one letter, in the language in use; whether the mail server took it."""
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", values).split())
    text = render_to_string(f"emails/{name}.txt", values).strip() + "\n"
    try:
        send_mail(subject, text, None, [to])
    except (SMTPException, OSError) as error:
        log.warning("letter_not_sent", letter=name, error=str(error))
        return False
    return True

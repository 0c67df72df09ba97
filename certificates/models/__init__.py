from .certificate import (
    Certificate,
    CertificateFile,
    CertificateKind,
    RegisterCounter,
)
from .reminder import ExpiryReminder
from .run import IssueRun, Printing, Refusal
from .seal import SealCertificate
from .template import CertificateTemplate, TemplateImage

__all__ = [
    "Certificate",
    "CertificateFile",
    "CertificateKind",
    "CertificateTemplate",
    "ExpiryReminder",
    "IssueRun",
    "Printing",
    "Refusal",
    "RegisterCounter",
    "SealCertificate",
    "TemplateImage",
]

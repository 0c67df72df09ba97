from .certificate import (
    Certificate,
    CertificateFile,
    CertificateKind,
    RegisterCounter,
)

__all__ = ["Certificate", "CertificateFile", "CertificateKind", "RegisterCounter"]

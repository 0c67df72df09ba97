"""Reasons of the operating system, in words of our own."""

import errno
import os
from pathlib import Path

import pytest
from django.utils import translation

from curriculum.files import why_unread, why_unwritten

PATH = Path("list.xlsx")


def error(number):
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "There is no file list.xlsx. Check the path."),
        (errno.ENOTDIR, "There is no file list.xlsx. Check the path."),
        (errno.EISDIR, "list.xlsx is a folder. Name a file in it."),
        (errno.EACCES, "You have no permission to read the file list.xlsx."),
        (errno.EIO, "The file list.xlsx cannot be read."),
    ],
)
def test_file_that_cannot_be_read_has_a_sentence_of_its_own(number, words):
    with translation.override("en"):
        assert why_unread(PATH, error(number)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EEXIST, "A file is in the way of the folder list.xlsx. Choose another folder."),
        (errno.EISDIR, "A folder is in the way of the file list.xlsx. Choose another folder."),
        (errno.EACCES, "You have no permission to write to list.xlsx."),
        (errno.ENOSPC, "Nothing can be written to list.xlsx: the disk is full."),
        (errno.EIO, "Nothing can be written to list.xlsx."),
    ],
)  # fmt: skip
def test_file_that_cannot_be_written_has_a_sentence_of_its_own(number, words):
    with translation.override("en"):
        assert why_unwritten(PATH, error(number)) == words


@pytest.mark.parametrize("language", ["sq", "sr-latn"])
@pytest.mark.parametrize("number", [errno.ENOENT, errno.EISDIR, errno.EACCES])
def test_no_sentence_keeps_the_words_of_the_operating_system(language, number):
    with translation.override(language):
        assert os.strerror(number) not in why_unread(PATH, error(number))
        assert os.strerror(number) not in why_unwritten(PATH, error(number))

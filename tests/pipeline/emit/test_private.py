"""The masker of a draft: whatever signs a phone number is printed with, it only masks and never fails."""

from __future__ import annotations

from pipeline.emit.private import Masker


def test_numbers_with_signs_of_their_own_are_masked() -> None:
    masker = Masker(frozenset(), frozenset({"+8675082345678", "(0750)3501234", "44070119800101123"}))
    assert masker.text("质量管理体系认证证书 No. 00121Q30215R2M") == "质量管理体系认证证书 No. 00121Q30215R2M"
    assert "440701198001" not in masker.text("经办人 44070119800101123")
    assert "82345678" not in masker.text("电话 +8675082345678")


def test_the_known_numbers_of_very_many_dossiers_are_found_too() -> None:
    many = frozenset(f"44070{n:010}" for n in range(5000)) | {"3501234"}
    assert (
        Masker(frozenset(), many).text("电话 0750 转 3501234，440700000000007")
        == "电话 0750 转 35**234，44070*******007"
    )


def test_a_masker_of_several_drafts_keeps_what_one_of_them_knows_as_a_papers_number() -> None:
    assert Masker.of_all([]).text("13800138000") == "138****8000"

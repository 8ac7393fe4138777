"""The masker of a draft: whatever signs a phone number is printed with, it only masks and never fails."""

from __future__ import annotations

from pipeline.emit.private import Masker


def test_numbers_with_signs_of_their_own_are_masked() -> None:
    masker = Masker(frozenset(), frozenset({"+8675082345678", "(0750)3501234", "44070119800101123"}))
    assert masker.text("质量管理体系认证证书 No. 00121Q30215R2M") == "质量管理体系认证证书 No. 00121Q30215R2M"
    assert "440701198001" not in masker.text("经办人 44070119800101123")
    assert "82345678" not in masker.text("电话 +8675082345678")

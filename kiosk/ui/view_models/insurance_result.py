"""What the insurance check means, said before and not after."""

from kiosk.checkin.screens import Continue, InsuranceResult
from kiosk.model.insurance import rule_for
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, spoken


def insurance_result(screen: InsuranceResult, reader: Reader) -> ViewModel:
    """``question`` (the sentence), ``lead`` (the next step), ``go`` of ``{value, text}``."""
    rule = rule_for(screen.insurance)
    sentence = reader.fill(rule.sentence)
    next_step = reader.fill(rule.next_step)
    go = reader.translate("InsuranceResult", "I understand, continue")
    return {
        "question": sentence,
        "lead": next_step,
        "go": {"value": Continue.CONTINUE.value, "text": go},
        "spoken": spoken(sentence, next_step, go),
    }

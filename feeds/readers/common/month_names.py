"""Month names: as feeds write them in the languages of their newsrooms, each with its one number.

Where one name is two months in two languages (listopad is November in Polish, October in Croatian)
neither language is in the table: a month is never guessed.
"""

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {
    "English": "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august"
    "|sep sept september|oct october|nov november|dec december",
    "Portuguese": "jan janeiro|fev fevereiro|mar março|abr abril|mai maio|jun junho|jul julho"
    "|ago agosto|set setembro|out outubro|nov novembro|dez dezembro",
    "Spanish": "ene enero|feb febrero|mar marzo|abr abril|may mayo|jun junio|jul julio|ago agosto"
    "|sep sept septiembre|oct octubre|nov noviembre|dic diciembre",
    "French": "janv janvier|févr fév février|mars|avr avril|mai|juin|juil juillet|août"
    "|sept septembre|oct octobre|nov novembre|déc décembre",
    "Italian": "gen gennaio|feb febbraio|mar marzo|apr aprile|mag maggio|giu giugno|lug luglio"
    "|ago agosto|set sett settembre|ott ottobre|nov novembre|dic dicembre",
    "German": "jan januar jän jänner|feb februar|mär märz mrz|apr april|mai|jun juni|jul juli"
    "|aug august|sep sept september|okt oktober|nov november|dez dezember",
    "Turkish": "oca ocak|şub şubat|mar mart|nis nisan|may mayıs|haz haziran|tem temmuz|ağu ağustos"
    "|eyl eylül|eki ekim|kas kasım|ara aralık",
    "Azerbaijani": "yan yanvar|fev fevral|mar mart|apr aprel|may|iyn iyun|iyl iyul|avq avqust"
    "|sen sentyabr|okt oktyabr|noy noyabr|dek dekabr",
    "Russian": "янв января|фев февр февраля|мар марта|апр апреля|мая май|июн июня|июл июля"
    "|авг августа|сен сент сентября|окт октября|ноя нояб ноября|дек декабря",
    "Ukrainian": "січ січня|лют лютого|бер березня|кві квітня|тра травня|чер червня|лип липня"
    "|сер серпня|вер вересня|жов жовтня|лис листопада|гру грудня",
    "Armenian": "հունվարի|փետրվարի|մարտի|ապրիլի|մայիսի|հունիսի|հուլիսի|օգոստոսի|սեպտեմբերի"
    "|հոկտեմբերի|նոյեմբերի|դեկտեմբերի",
    "Georgian": "იან იანვარი|თებ თებერვალი|მარ მარტი|აპრ აპრილი|მაი მაისი|ივნ ივნისი|ივლ ივლისი"
    "|აგვ აგვისტო|სექ სექტემბერი|ოქტ ოქტომბერი|ნოე ნოემბერი|დეკ დეკემბერი",
}
"""Twelve months each, short and long names apart by a space, in the case that dates use."""


_NUMBERS = {
    name: number
    for months in LANGUAGES.values()
    for number, names in enumerate(months.split("|"), 1)
    for name in names.split()
}


def month_named(name: str) -> int | None:
    """The number of a month, from 1; None for a name in no language of the table."""
    return _NUMBERS.get(name.casefold().rstrip("."))

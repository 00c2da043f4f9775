"""Words with a capital letter that are nobody's name: countries and their people, faiths and feasts, school, screens.

A country that is a name too (Jordan, Georgia) stands here: in the middle of a sentence it is taken for the country.
"""

_COUNTRIES = (
    "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain"
    " bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria"
    " burma burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cuba cyprus czechia"
    " denmark djibouti dominica ecuador egypt england eritrea estonia eswatini ethiopia europe fiji finland france"
    " gabon gambia georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india"
    " indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kurdistan kuwait kyrgyzstan"
    " laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia"
    " maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar"
    " namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru"
    " philippines poland portugal qatar romania russia rwanda samoa scotland senegal serbia seychelles singapore"
    " slovakia slovenia somalia somaliland spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania"
    " thailand tibet togo tonga trinidad tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu"
    " venezuela vietnam wales yemen zambia zimbabwe africa america asia calais dunkirk paris lampedusa lesbos tripoli"
    " addis ababa asmara khartoum kabul hanoi saigon tirana baghdad erbil mogadishu lagos dubai istanbul athens rome"
    " brussels"
)
_PEOPLE = (
    "afghan african albanian algerian american amhara angolan arab armenian asian azerbaijani bangladeshi bengali"
    " bidoon bosnian brazilian british bulgarian burmese cambodian cameroonian caribbean chadian chinese congolese"
    " croatian cuban czech dutch egyptian english eritrean ethiopian european filipino french gambian georgian german"
    " ghanaian greek guinean gujarati gypsy haitian hausa hazara hindi hungarian igbo indian indonesian iranian iraqi"
    " irish israeli italian ivorian jamaican japanese jewish jordanian kenyan kosovan kurd kurdish kurds kuwaiti"
    " lebanese liberian libyan lithuanian malawian malaysian malian mandinka mongolian moroccan mozambican namibian"
    " nepali nigerian nigerien nubian oromo pakistani palestinian pashtun persian polish portuguese punjabi rohingya"
    " roma romani romanian russian rwandan scottish senegalese serbian singhalese sinhala slovak slovenian somali"
    " spanish sudanese swahili swedish syrian tajik tamil thai tibetan tigrayan traveller travellers tunisian turk"
    " turkish turkmen ugandan ukrainian urdu uzbek vietnamese welsh wolof yemeni yoruba zambian zimbabwean zulu"
)
_FAITHS = (
    "allah anglican baptist bible buddhism buddhist catholic catholicism christ christian christianity christians"
    " church coptic diwali easter eid evangelical friday god gurdwara halal hanukkah hindu hinduism imam islam islamic"
    " jehovah jew jews judaism koran kosher lent lunar methodist mormon mosque muslim muslims orthodox pagan passover"
    " pentecostal protestant quran qur'an rabbi ramadan rastafarian sabbath santa shia sikh sikhism sunday sunni"
    " tet yazidi zoroastrian nowruz newroz"
)
_SCHOOL_AND_SCREENS = (
    "algebra art biology btec chemistry drama esol french gcse geography german history ict key latin maths"
    " mathematics media music pe physics pshe reception science sixth spanish stage year"
    " android apple arsenal barcelona chelsea covid discord duolingo everton facebook fifa fortnite google instagram"
    " internet iphone liverpool minecraft netflix nintendo playstation roblox signal skype snapchat spotify telegram"
    " tiktok twitter viber wechat whatsapp xbox youtube zoom lego uber bolt tesco asda aldi lidl primark nhs"
)
_ROLES = (
    "aunt auntie baby birth brother brothers camhs carer carers caseworker child children clinician cousin dad daddy"
    " doctor evening everybody everyone family father friends gp grandad grandfather grandma grandmother granny"
    " guardian he interpreter interpreters it judge mam manager morning mother mum mummy nan nana nobody nurse"
    " officers ofsted paediatrician parent parents people police professionals psychiatrist psychologist school she"
    " sister sisters solicitor somebody someone staff stepfather stepmother teacher teachers they therapist twin twins"
    " uncle we who women young youth"
)

PROPER = frozenset(f"{_COUNTRIES} {_PEOPLE} {_FAITHS} {_SCHOOL_AND_SCREENS}".split())
ROLES = frozenset(_ROLES.split())
# two words that are one country or place: not a first name and a last
TWO_WORDS = frozenset(
    {
        *("sierra leone", "saudi arabia", "sri lanka", "el salvador", "costa rica", "burkina faso", "hong kong"),
        *("cape verde", "addis ababa", "bosnia herzegovina", "puerto rico", "equatorial guinea", "guinea bissau"),
        *("papua guinea", "cote d'ivoire", "marshall islands", "cayman islands", "tel aviv", "abu dhabi"),
    }
)

"""More questions about the wide world: whole sentences, keywords, requests and remarks.

Knows no answers. Slots are those of `unknown`.
"""

from inference.pocket.corpus.sentences import one_per_line

TELL = "[tell me|can you tell me|could you tell me|do you know|i'd like to know|i wonder|i want to know|explain|explain to me|please explain|any idea|i was asked|my son asks|my teacher asks|help me understand|quiz question:|for school:|just curious,|remind me]"

SCIENCE = one_per_line(f"""
{TELL} [how|why] {{nature}} [work|form|exist|happen|matter|are dangerous|are important|come and go]
{TELL} what [causes|makes|creates|drives] {{nature}}
[how|why] [do|does|did|is|are|can] [the human body|a plane|a fridge|a rainbow|the liver|a battery|a rocket|an engine|a mirror|soap|a microwave|the kidney|a compass|yeast|a nuclear reactor|an eye|memory|the tide|a solar panel|a magnet|salt|water|metal|wood|a cactus|a camel] [work|float|freeze|melt|rust|burn|fly|shine|see|store energy|make power|conduct electricity|stick|boil|grow|expand]
[what|which] [is|are] [the boiling point|the melting point|the formula|the density|the symbol|the colour|the atomic number|the weight|the speed|the temperature] of [water|gold|iron|mercury|salt|oxygen|helium|light|sound|lead|the sun|the earth|silver|alcohol|carbon]
[how far|how big|how hot|how old|how heavy|how deep|how fast|how many kilometres away] is [the moon|the sun|mars|the earth|the milky way|saturn|jupiter|the ocean|a neutron star|the universe|light|the core of the earth|venus|pluto]
[what is|what's|explain|define|who discovered] [photosynthesis|gravity|osmosis|mitosis|entropy|a quark|dark matter|evolution|a black hole|the ozone layer|radioactivity|a chemical reaction|an ecosystem|plate tectonics|the water cycle|friction|a vacuum|an isotope|a supernova|a genome|the greenhouse effect|quantum computing|string theory|a lunar eclipse|inertia|a catalyst][| in simple words| to a child| in one sentence| please|]
what [happens|would happen] if [the sun goes out|the moon disappeared|ice melts|i mix vinegar and soda|you fall into a black hole|we run out of oil|bees die out|the earth stopped spinning|you never sleep|a {{animal}} bites you|i drink sea water]
[difference between|compare|what separates] [a virus and a bacterium|mass and weight|an acid and a base|a comet and a meteor|a frog and a toad|weather and climate|{{nature}} and {{nature}}|a {{animal}} and a {{animal}}|speed and velocity|a crocodile and an alligator]
[is|are|can|do|does] [it true that {{nature}} are dangerous|a whale a fish|pluto a planet|glass a liquid|spiders insects|bats blind|the earth flat|a {{animal}} see colours|plants feel pain|fish sleep|dogs dream|snakes hear|there life on mars|time travel possible|a {{animal}} swim|penguins fly|ghosts real]
how [long|old|often|much] does [a {{animal}} live|a {{animal}} sleep|a {{animal}} eat|a tree grow|the earth turn|a cell divide|light travel|a {{animal}} weigh|a baby {{animal}} need]
[which|what] [animal|bird|planet|metal|gas|plant|tree|fish|insect|element|star] is [the biggest|the fastest|the heaviest|the rarest|the most dangerous|the smallest|the oldest|the hottest|the loudest|the smartest]
""")
PLACES = one_per_line("""
[where|where exactly] [is|are|was|lies] [{country}|{city}|{place}|the north pole|timbuktu|the bermuda triangle|atlantis|silicon valley|the dead sea|the suez canal|mount doom|the black forest]
[capital|capital city|population|currency|flag|president|language|area|national anthem|time zone|highest mountain|longest river|biggest city|neighbours|gdp|religion|history|map|climate|king|prime minister] of {country}[| please|?| now| today|]
[what|which] [is the capital|currency is used|language is spoken|people live|is the biggest city|is the highest mountain|is the longest river|time is it|food do they eat|animals live|is the national dish|sea is near|religion do they have] [of|in] {country}
how [many people|many inhabitants|many cities|many islands|many states|many lakes] [live in|are in|does|are there in] {country}[| have|]
[which|what] [country|city|continent|river|mountain|sea|desert|ocean|island|lake] [is the largest|has the most people|is the richest|is the coldest|is the smallest|is the longest|lies in the middle of europe|is near {country}|is north of {city}|begins with z|is the most beautiful|has no king]
[is|are] [{city}|{country}|{place}] [in {country}|in europe|near {city}|safe|expensive|worth a trip|bigger than {city}|an island|a good place to live|hot in july|near the sea]
[how far|how long|what's the distance|how many miles] [is it|does it take|is the way] from {city} to [{city}|{place}|{country}]
[what|which] [should i see|can i do|are the best sights|can one visit|are good museums|to do|are nice areas|is special|is there to see] in {city}[| in two days| with children| when it rains| for free|]
[i am|i'm|we are] [visiting|flying to|moving to|planning a trip to|going to] {city} [next week|in may|soon|tomorrow][, any tips|, what should i see|, where should i stay|, what to pack|, is it cold there]
[do i need|should i get] [a visa|a vaccination|an adapter|a car] for {country}
[plan|recommend|organise|suggest] [a trip|a route|a weekend|a holiday|a hotel|a hike] [in|to|around] {country}
""")
HISTORY = one_per_line("""
[when|why|how|where] [did|was|were] [{event}|the roman empire|the berlin wall|the soviet union|the pyramids|the titanic|the first car|the magna carta|the euro|the united nations|rome|the vikings|the ottoman empire|the first computer|money|slavery|printing] [end|begin|start|built|founded|happen|fall|sink|invented|introduced|abolished|signed]
who [won|lost|started|fought in|led|ended|survived|wrote about] {event}
who [was|is|were] [the first man on the moon|the first emperor of rome|cleopatra|genghis khan|the sun king|the last tsar|king arthur|joan of arc|the wright brothers|the second president of the usa|marco polo|spartacus|anne frank|rasputin|the queen of sheba|the aztecs|tutankhamun|jack the ripper|florence nightingale|pythagoras|hannibal|nelson mandela]
[tell me|write|give me] [something|a few facts|a summary|everything|a short text] about [{event}|{person}|{work}|{place}|the vikings|ancient egypt|the 1920s|the silk road|medieval castles|pirates|samurai]
[in which year|in what year|what year|which century] [was|did|were] [{event}|{person}|{invention}] [born|happen|die|invented|end|start|]
[how|when|where|why|at what age] did {person} [die|live|become famous|work|marry|start|grow up|win|lose|write his books|get rich]
[what|which] [books|songs|paintings|discoveries|films|plays|wars|speeches] [did|is|was] {person} [write|known for|make|famous for|sing|paint|fight]
{person}[| biography| born| age| wife| quotes| children| net worth| death| height| real name|, who is that|, tell me more]
""")
CULTURE = one_per_line("""
who [wrote|directed|sang|painted|composed|played in|starred in|produced|illustrated] {work}
[how does|how did|when does|what happens at the end of|what's the plot of|summary of|plot of|cast of|quotes from|moral of|characters in|is there a sequel to|how many pages has|where can i watch|how long is] {work}[| end| please| in short| go| finish|]
[who|which team|which player|which country] [won|will win|scored in|lost|is the favourite for|played in|leads|hosts] [the match|the game yesterday|the final|the world cup|{event}|the league|the tournament|the race|the cup in 2010|wimbledon|the gold medal|last night]
[what are|explain|what is|how many players in|tell me] [the rules of|the history of|the aim of|the field in|] [chess|football|cricket|baseball|rugby|offside|basketball|poker|golf|tennis|ice hockey|bridge|monopoly|curling|sumo|handball|volleyball]
[what's|what is|who is|name] [the best|the most popular|the longest|the oldest|a famous|the most expensive|a sad|a classic|the highest grossing] [film|song|book|painting|opera|band|singer|actor|tv show|game|player|team|poem|festival]
[recommend|suggest|find|name|pick|i need|i'm looking for|got a tip for|do you know] [me|] [a good|a|some|a funny|a romantic|an exciting|a scary|a new] [film|book|novel|series|podcast|song|playlist|game|board game|band|documentary|museum|restaurant|gift for my wife|birthday present|wine|hotel|pub]
[what|which] [book|film|song|series|game|show] [should|can|could] i [read|watch|listen to|play|see][| tonight| next| on the train| with my kids| on holiday]
[lyrics|chords|meaning|text|singer|year] of [bohemian rhapsody|yesterday|the song|happy birthday|my way|this song|{work}]
[sing|hum|play|recite|quote] [a song|something by {person}|the national anthem|a poem by {person}|hamlet|mozart|some jazz]
""")
LIFE = one_per_line("""
[my|our|the] [{object}|neighbour's {object}|son's {object}] {trouble}[|, help|, what now|, can i fix that|, should i worry|, whom do i call|, is that normal|, any advice|, what could be wrong|, is it expensive]
[how do i|how to|how can i|what's the best way to|any tips to|can you teach me to|is it hard to|please help me|i want to|i'd like to|my wife wants to|i have to|steps to|instructions to] [{duty}|{duty}|change a light bulb|get rid of hiccups|remove a stain from a carpet|boil an egg|cook rice|poach an egg|write a will|adopt a cat|get a passport|open a bank account|jump start a car|fix a leaking tap|bleed a radiator|do a push-up|learn spanish fast|meditate|fall asleep quickly|lose ten kilos|clean the oven|plant roses|start a business|become a pilot|get a mortgage|read a map|tie a bow tie|wash a wool jumper|bath a baby]
[what|which] [medicine|pill|food|vitamin|tea|cream|exercise|home remedy|doctor|herb] [helps|is good|is best|do i take|works|would you take] [against|for|with] [a headache|a cold|back pain|fever|a sunburn|insomnia|a cough|a hangover|stress|mosquito bites|a sore throat|acne|low iron|hay fever|nausea|a burn|knee pain]
[i have|i've had|my child has|my wife has|my dad has] [a rash|a fever of 39|chest pain|a strange mole|a swollen ankle|a cough for weeks|blood pressure of 150|diarrhoea|dizziness|a lump|a cut that won't heal][, what is it|, what should i do|, is it serious|, what could that be|, do i need a doctor|, which pills]
[is|are] [coffee|red wine|butter|sugar|gluten|fasting|running every day|milk|eggs|tofu|aspirin|vitamin c|chocolate|yoga|a cold shower|ibuprofen|paracetamol] [healthy|bad for you|good for the heart|dangerous|safe in pregnancy|fattening|ok for dogs|addictive|good for me]
[how many|how much] [calories|protein|sugar|vitamin c|caffeine|fat|salt|carbs] [are in|is in|has|does] [an apple|a banana|{dish}|a coffee|a beer|an egg|chocolate|a burger][| have|]
[should i|would you|is it smart to|is it worth it to|when should i|do i have to] [buy a house|rent or buy|invest in gold|sell my shares|buy bitcoin|take a loan|quit my job|get a divorce|get married|go to university|lease a car|sue my landlord|get a cat|buy {choice}|save or invest|pay my debts first|get the flu shot|change banks|have children|move abroad]
[can|may|is it legal to|am i allowed to|what happens if i|do i have to|what is the fine if i] [my landlord raise the rent|my boss fire me|i record a call|drive without a licence|park here|return shoes without a receipt|sue my neighbour|work while sick|break my contract|download films|fly a drone|collect rain water|keep a snake]
[what|how much] [is|are|does|do|was|were] [the price of|the cost of|the rate of|the value of|today's price of] [gold|oil|bitcoin|a litre of milk|a flight to {city}|an iphone|apple shares|petrol|the dollar|the euro in dollars|a tesla|a {product}|silver|a house in {city}]
how much [does|is|do|are|costs] [a|an|the] [{object}|{product}|{animal}|new {object}|taxi to the airport|wedding|haircut|kilo of gold|solar panel|passport|semester]
[best|good|cheap|nice|top 10|nearest] [{product}s|restaurants|hotels|pizza|doctors|beaches|bars|laptops|schools|jobs|gyms|cars|phones|cafes|pharmacies] [near me|in {city}|in {country}|nearby|of all time|this year|for kids|for beginners|around here|under 500 euros]
[recipe|ingredients|cooking time|calories|instructions] [for|of] {dish}[| please| for four| without eggs| vegan]
[how|what] [do i|can i|should i|to] [cook|bake|make|season|serve|freeze|eat] [{dish}|with leftover rice|with two eggs and some cheese|for ten guests|for dinner tonight|for a vegan]
[what|which] [wine|sauce|side dish|spice|cheese] goes with {dish}
""")
WORDS = one_per_line("""
[translate|can you translate|please translate|could you translate|translation of|how do i say|how do you say|what is|what's|say|write|put] [hello|goodbye|thank you|'where is the station'|'i am hungry'|good night|cat|'my name is bob'|this sentence|the next line|'how are you'|'one beer please'|happy birthday|'{word}'|love|house|'i don't speak it'|cheers|water|please] [in|into|to|from] {language}
[{language}|the {language}] [word|translation|phrase|term|expression] for [hello|water|cat|thank you|love|house|{animal}|bread|peace|friend|{word}]
[what|whats|what's] [does|do|is|the meaning of|meant by] [{word}|the word {word}|'{word}'|that proverb|carpe diem|deja vu|c'est la vie|rsvp|nasa|asap|et cetera|ad hoc|the expression break a leg|bon appetit][| mean| stand for|]
[define|synonym for|opposite of|antonym of|plural of|spelling of|origin of|etymology of|how do you spell|rhymes with|pronounce|use in a sentence:|is it correct to say] [{word}|'{word}'|{animal}|child|mouse|happy|beautiful|necessary|rhythm|phenomenon|colonel|big]
[correct|check|proofread|improve|rewrite|shorten|summarise|paraphrase] [this text|my essay|my english|this sentence|the grammar|the article|my letter|my cv|this paragraph][| please|: he go to school| for me|]
[what is|explain|when do i use] [the past tense of go|a semicolon|the passive voice|an adverb|a metaphor|the subjunctive|who or whom|affect or effect|a comma|present perfect]
""")
SOCIETY = one_per_line("""
[who|who now|who currently] [is|are|was|will be] [the president|the king|the prime minister|the queen|the chancellor|the mayor|the pope|the ceo|the owner|the richest man|the leader|the foreign minister] [of|in] [{country}|{city}|the world|google|apple|amazon|the church|the un|{country}]
[what|whats] [do you think|is your opinion|your view|do people say|should we think] [of|about|on] [{person}|{country}|politics|the government|the election|the war|climate change|abortion|the economy|religion|immigration|nuclear power|veganism|{choice}|my boss|modern art|the police|school uniforms|ai]
[is|are|was|were] [{person}|the government|the president|god|{country}|capitalism|socialism|the media|the left|the right|the pope] [good|bad|right|wrong|real|corrupt|guilty|the best|to blame|honest|overrated|a hero]
[who|whom|which party] [should i vote for|will win the election|do you support|would you vote for|rules {country}|is in power in {country}|is better]
[what|whats] [happened|is happening|is new|is going on|is the situation] in [{country}|{city}|the world|politics|sport|the war|parliament|hollywood|{city} yesterday]
[explain|what is|how does] [democracy|the stock market|inflation|communism|a tax return|the un|nato|the electoral college|a mortgage|compound interest|an etf|the constitution|brexit|insurance|a pension fund|bankruptcy|a central bank|capitalism|gdp|a recession|feudalism][| work| in simple words|]
[write|compose|draft|do|help me with|finish] [an essay|a report|my homework|a speech|an article|a thesis|a review|a biography|a presentation|my history homework] [about|on] [{person}|{event}|{nature}|{country}|{work}|{place}|democracy|global warming]
[solve|calculate|find|what is|prove|simplify|derive|integrate] [x in 3x + 2 = 11|the integral of x^2|the derivative of sin x|x^2 - 5x + 6 = 0|this equation|the area of a circle|pythagoras' theorem|2x = 14|the roots of x^2 - 4|the limit of 1/x|log 100|a matrix|the volume of a ball|x + y = 5, x - y = 1]
""")
QUESTIONS = [*SCIENCE, *PLACES, *HISTORY, *CULTURE, *LIFE, *WORDS, *SOCIETY]

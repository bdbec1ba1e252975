"""Words of the wide world, to ask about what Pocket does not know. Knows no questions."""

from inference.pocket.corpus.grammar import listed

COUNTRIES = listed(
    "France, Germany, Spain, Italy, Poland, Norway, Sweden, Canada, Peru, Chile, China, Japan, India, Egypt, Kenya,"
    "Nigeria, Mexico, Cuba, Turkey, Greece, Iran, Russia, Ukraine, Australia, Vietnam, Thailand, Nepal, Ghana, Iceland,"
    "Ireland, Austria, Portugal, Argentina, Finland, Denmark, the USA, England, Scotland, Switzerland, Korea, Morocco,"
    "Texas, California, Europe, Africa, Asia, Holland, Belgium, Hungary, Romania, Colombia, Ethiopia, Pakistan, Indonesia"
)
CITIES = listed(
    "London, Paris, Berlin, Rome, Madrid, New York, Tokyo, Beijing, Cairo, Sydney, Moscow, Vienna, Prague, Lisbon, Oslo,"
    "Chicago, Boston, Mumbai, Delhi, Lagos, Nairobi, Toronto, Istanbul, Athens, Dublin, Munich, Milan, Barcelona, Seoul"
)
PEOPLE = listed(
    "Napoleon, Einstein, Shakespeare, Mozart, Beethoven, Newton, Picasso, Gandhi, Caesar, Churchill, Lincoln, Elvis,"
    "Marie Curie, Darwin, Columbus, Plato, Aristotle, Galileo, Da Vinci, Van Gogh, Bach, Tesla, Edison, Michael Jackson,"
    "the Beatles, Madonna, Queen Victoria, Joan of Arc, Homer, Socrates, Goethe, Turing, Ada Lovelace, Messi, the pope,"
    "the president, Batman, Superman, Harry Potter, Robin Hood, Zeus, Buddha, Mandela, Stalin, Obama, Taylor Swift, Nero"
)
INVENTIONS = listed(
    "the telephone, the wheel, the light bulb, the radio, paper, the computer, the internet, the car, the piano, glass,"
    "the steam engine, the bicycle, television, the printing press, penicillin, chess, football, the camera, the clock,"
    "the zipper, gunpowder, the airplane, coffee, ice cream, the alphabet, algebra, the transistor, electricity, jeans"
)
NATURE = listed(
    "the sun, the moon, stars, rain, snow, volcanoes, rainbows, thunder, lightning, the wind, black holes, gravity, tides,"
    "dinosaurs, whales, bees, spiders, trees, cells, blood, the heart, the brain, dreams, fever, DNA, atoms, electricity,"
    "magnets, evolution, vaccines, the immune system, digestion, oxygen, hurricanes, tornadoes, glaciers, the ocean, fire,"
    "bacteria, inflation, taxes, the stock market, democracy, war, money, religion, time, light, sound, steel, plastic,"
    "sharks, penguins, cats, snakes, butterflies, flowers, mushrooms, climate change, the big bang, comets, deserts, ice"
)
SKY = listed(
    "sky, grass, sea, snow, blood, moon, sun, sand, leaf, fire, ice, rain, gold, night, milk, desert, ocean, honey"
)
LOOKS = listed(
    "blue, green, red, white, yellow, hot, cold, salty, wet, sweet, dark, bright, round, hard, soft, black, heavy"
)
PLACES = listed(
    "Mount Everest, the Eiffel Tower, the Nile, the Amazon, the moon, the Alps, the Great Wall, the Sahara, Big Ben,"
    "the Statue of Liberty, the Rhine, the Danube, Lake Victoria, the Grand Canyon, Mount Fuji, the Atlantic, Mars, Everest,"
    "Machu Picchu, the Colosseum, the Taj Mahal, the pyramids, Niagara Falls, Stonehenge, Loch Ness, the Golden Gate Bridge"
)
DISHES = listed(
    "pancakes, pizza, bread, soup, a cake, curry, risotto, apple pie, an omelette, sushi, chili, tacos, cookies, salad,"
    "dumplings, goulash, pasta, roast chicken, brownies, muffins, stew, paella, cheesecake, jam, pesto, rice, ramen, a steak"
)
WORKS = listed(
    "Romeo and Juliet, Macbeth, the Odyssey, Star Wars, Titanic, Moby Dick, Faust, Don Quixote, the Bible, Dracula, Frozen,"
    "The Lord of the Rings, Casablanca, Frankenstein, War and Peace, Ulysses, 1984, The Matrix, Jaws, Oliver Twist, Othello,"
    "Pride and Prejudice, The Godfather, Alice in Wonderland, The Iliad, Les Miserables, Emma, Robinson Crusoe, King Lear"
)
EVENTS = listed(
    "the second world war, the french revolution, world war one, the cold war, the moon landing, the black death, the fall of the wall,"
    "the olympic games, the world cup, the battle of waterloo, the renaissance, the civil war, the industrial revolution,"
    "the middle ages, the stone age, the super bowl, the election, the titanic, the crusades, the great fire of london,"
    "the ice age, the american revolution, the oscars, the champions league, Wimbledon, the tour de france, the british empire"
)
LANGUAGES = listed(
    "French, German, Spanish, Italian, Latin, Japanese, Chinese, Russian, Arabic, Polish, Dutch, Greek, Turkish, Swedish, Hindi, Korean, English, Portuguese"
)
OBJECTS = listed(
    "car, bike, laptop, phone, printer, fridge, oven, dishwasher, washing machine, tap, toilet, lamp, radio, television, door,"
    "window, heater, watch, camera, guitar, shoe, tooth, knee, back, dog, cat, plant, garden, roof, engine, wifi, screen, battery"
)
TROUBLES = listed(
    "is broken, does not work, makes a noise, is leaking, smells bad, hurts, won't start, is too hot, is slow, is dirty,"
    "has a scratch, keeps beeping, is stuck, does not turn on, is making weird sounds, is bleeding, itches, is dying, is loose"
)
DUTIES = listed(
    "fix a bike, paint a wall, knit a scarf, grow tomatoes, train a dog, tie a tie, lose weight, learn to swim, repair a roof,"
    "change a tyre, bake bread, clean an oven, sew a button, build a shelf, plant a tree, play the guitar, write a novel,"
    "iron a shirt, cut hair, catch a fish, win at chess, buy a house, save money, get a visa, file my taxes, remove rust,"
    "cook an egg, boil rice, unblock a sink, whistle, juggle, fold a shirt, get rid of ants, stop a nosebleed, cure a cold,"
    "raise a child, ask for a raise, find a flat, sharpen a knife, hang a picture, treat a burn, draw a horse, stop smoking,"
    "wash wool, dance the tango, milk a cow, ride a horse, drive a truck, fly a plane, open a can, remove wine stains,"
    "get ink out of a carpet, clean a white shirt, wash a jacket, shave, surf, ski, make cheese, make beer, make soap"
)
CHOICES = listed(
    "tea, coffee, cats, dogs, a house, a flat, stocks, bonds, bitcoin, silver, an electric car, a diesel, android, an iphone, windows,"
    "a mac, wood, steel, summer, winter, running, swimming, a loan, savings, paris, rome, tennis, golf, butter, margarine, shares, gas"
)
KINDS = listed(
    "fruit, vegetable, mammal, fish, metal, planet, bird, insect, language, country, city, liquid, colour, disease, plant, reptile,"
    "star, muscle, bone, drug, spice, sport, berry, nut, tree, verb, noun, god, virus, gas, mineral, cheese, fabric, dance, flower"
)
WORDS = listed(
    "serendipity, oblivion, ubiquitous, liberty, entropy, irony, paradox, empathy, resilience, catharsis, nostalgia, pragmatic,"
    "stoic, hubris, esoteric, candid, lucid, obsolete, zeal, tranquil, verbose, ambiguous, benevolent, hypothesis, metaphor"
)
PRODUCTS = listed(
    "film, movie, book, song, series, game, hotel, restaurant, bar, museum, podcast, laptop, phone, car, wine, camera, bike, bank,"
    "doctor, dentist, school, university, present, gift, holiday, beach, cafe, gym, recipe, diet, insurance, album, band, show"
)
MEASURES = listed(
    "tall, old, big, far away, deep, long, heavy, fast, high, hot, large, expensive, wide, cold, dangerous, rich"
)
ANIMALS = listed(
    "cat, dog, horse, whale, shark, ant, bee, elephant, crow, frog, snake, lion, tiger, mouse, owl, turtle, bat, wolf"
)
JOBS = listed(
    "doctor, lawyer, pilot, teacher, nurse, judge, banker, actor, plumber, chef, soldier, singer, baker, astronaut, engineer"
)

"""The everyday subjects that Pocket can list and tabulate. Knows no questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from inference.pocket.corpus.grammar import listed


@dataclass(frozen=True)
class Topic:
    """What people call it, its items, and a second column for a table."""

    names: str
    items: Sequence[str]
    column: str
    seconds: Sequence[str]
    ordered: bool = False


TOPICS = [
    Topic("[fruit|fruits|kinds of fruit|tasty fruits|sorts of fruit]", listed("Apple, Banana, Orange, Pear, Grape"), "colour", listed("red, yellow, orange, green, purple")),
    Topic("[colours|colors|basic colours|nice colours|bright colors]", listed("Red, Blue, Green, Yellow, Purple"), "mood", listed("warm, calm, fresh, happy, noble")),
    Topic("[planets|the planets|planets of the solar system|planets in our solar system|planets around the sun]", listed("Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune"), "kind", listed("rocky, rocky, rocky, rocky, giant, giant, ice giant, ice giant"), True),
    Topic("[days of the week|weekdays|week days|days|days in a week|the seven days]", listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"), "kind", listed("work, work, work, work, work, weekend, weekend"), True),
    Topic("[months|months of the year|the months|twelve months|months in a year]", listed("January, February, March, April, May, June, July, August, September, October, November, December"), "days", listed("31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31"), True),
    Topic("[animals|wild animals|zoo animals|well known animals|kinds of animals]", listed("Dog, Cat, Horse, Elephant, Lion"), "sound", listed("woof, meow, neigh, trumpet, roar")),
    Topic("[farm animals|animals on a farm|animals of a farm|animals a farmer keeps|animals that live on farms]", listed("Cow, Sheep, Pig, Horse, Hen"), "gives", listed("milk, wool, meat, help, eggs")),
    Topic("[vegetables|veggies|kinds of vegetables|healthy vegetables|green vegetables]", listed("Carrot, Onion, Tomato, Potato, Spinach"), "colour", listed("orange, white, red, brown, green")),
    Topic("[seasons|the seasons|four seasons|seasons of the year]", listed("Spring, Summer, Autumn, Winter"), "weather", listed("mild, hot, windy, cold"), True),
    Topic("[countries|european countries|countries in europe|countries of the world|nations]", listed("France, Germany, Spain, Italy, Poland"), "capital", listed("Paris, Berlin, Madrid, Rome, Warsaw")),
    Topic("[sports|kinds of sport|sports to play|ball games|popular sports]", listed("Football, Tennis, Swimming, Running, Cycling"), "where", listed("field, court, pool, park, road")),
    Topic("[drinks|hot drinks|things to drink|beverages]", listed("Water, Tea, Coffee, Juice, Milk"), "served", listed("cold, hot, hot, cold, cold")),
    Topic("[programming languages|computer languages|coding languages|languages for programming]", listed("Python, JavaScript, C, Rust, SQL"), "good for", listed("data, web pages, systems, safety, databases")),
    Topic("[shapes|geometric shapes|simple shapes|forms]", listed("Circle, Triangle, Square, Pentagon, Hexagon"), "sides", listed("0, 3, 4, 5, 6")),
    Topic("[hobbies|free time activities|things to do in free time|pastimes|hobby ideas]", listed("Reading, Hiking, Cooking, Painting, Gardening"), "where", listed("home, hills, kitchen, studio, garden")),
    Topic("[file types|file formats|file extensions|kinds of files]", listed("txt, csv, json, png, pdf"), "holds", listed("text, rows, data, a picture, pages")),
    Topic("[office supplies|things in an office|things on a desk|desk items]", listed("Pen, Paper, Stapler, Keyboard, Lamp"), "use", listed("writing, notes, papers, typing, light")),
    Topic("[musical instruments|instruments|music instruments|things to make music with]", listed("Piano, Guitar, Violin, Flute, Drum"), "kind", listed("keys, strings, strings, wind, percussion")),
    Topic("[trees|kinds of trees|tree species|types of tree]", listed("Oak, Pine, Birch, Maple, Willow"), "leaves", listed("broad, needles, small, lobed, narrow")),
    Topic("[pets|kinds of pets|house animals|common pets|popular pets|animals to keep at home]", listed("Dog, Cat, Rabbit, Hamster, Goldfish"), "home", listed("house, house, hutch, cage, tank")),
    Topic("[birds|kinds of birds|common birds|garden birds|bird species]", listed("Sparrow, Robin, Eagle, Owl, Duck"), "size", listed("small, small, large, medium, medium")),
    Topic("[flowers|kinds of flowers|garden flowers|pretty flowers|spring flowers]", listed("Rose, Tulip, Daisy, Lily, Sunflower"), "colour", listed("red, pink, white, white, yellow")),
    Topic("[clothes|items of clothing|things to wear|winter clothes|pieces of clothing|garments]", listed("Shirt, Trousers, Jacket, Socks, Hat"), "worn on", listed("body, legs, body, feet, head")),
    Topic("[furniture|pieces of furniture|things in a living room|household furniture|kinds of furniture]", listed("Table, Chair, Sofa, Bed, Shelf"), "room", listed("kitchen, kitchen, living room, bedroom, study")),
    Topic("[tools|hand tools|things in a toolbox|kinds of tools|common tools]", listed("Hammer, Screwdriver, Saw, Pliers, Drill"), "use", listed("nails, screws, wood, wire, holes")),
    Topic("[jobs|professions|kinds of jobs|occupations|common jobs|careers]", listed("Teacher, Nurse, Engineer, Cook, Farmer"), "works at", listed("school, hospital, office, kitchen, farm")),
    Topic("[school subjects|subjects at school|classes at school|things one learns at school|school lessons]", listed("Maths, English, History, Science, Art"), "about", listed("numbers, language, the past, nature, pictures")),
    Topic("[vehicles|means of transport|ways to travel|kinds of transport|types of vehicles]", listed("Car, Bus, Train, Bicycle, Plane"), "where", listed("road, road, rails, road, air")),
    Topic("[rooms|rooms in a house|rooms of a house|parts of a house|rooms in a home]", listed("Kitchen, Bedroom, Bathroom, Living room, Hall"), "for", listed("cooking, sleeping, washing, sitting, coats")),
    Topic("[continents|the continents|continents of the world|all continents|parts of the world]", listed("Africa, Antarctica, Asia, Australia, Europe, North America, South America"), "climate", listed("hot, icy, mixed, dry, mild, mixed, warm")),
    Topic("[body parts|parts of the body|parts of the human body]", listed("Head, Arm, Hand, Leg, Foot"), "how many", listed("one, two, two, two, two")),
    Topic("[feelings|emotions|basic emotions|human emotions|moods]", listed("Joy, Anger, Fear, Sadness, Surprise"), "face", listed("a smile, a frown, wide eyes, tears, an open mouth")),
    Topic("[breakfast foods|breakfast ideas|things to eat for breakfast|foods for breakfast|healthy breakfasts]", listed("Porridge, Toast, Eggs, Yoghurt, Muesli"), "served", listed("hot, hot, hot, cold, cold")),
    Topic("[desserts|sweets|kinds of dessert|sweet dishes|puddings]", listed("Ice cream, Cake, Pudding, Cookies, Fruit salad"), "served", listed("frozen, cold, warm, cold, cold")),
    Topic("[spices|herbs and spices|kitchen spices|kinds of spices|things to season with]", listed("Salt, Pepper, Cinnamon, Paprika, Ginger"), "taste", listed("salty, hot, sweet, mild, sharp")),
    Topic("[kitchen tools|kitchen utensils|things in a kitchen|kitchen equipment|cooking tools]", listed("Pan, Pot, Knife, Spoon, Bowl"), "use", listed("frying, boiling, cutting, stirring, mixing")),
    Topic("[games|board games|party games|games to play|games for children]", listed("Chess, Checkers, Dominoes, Memory, Hide and seek"), "players", listed("2, 2, 2 to 4, 2 to 6, 3 or more")),
    Topic("[metals|kinds of metal|common metals|types of metal]", listed("Iron, Copper, Silver, Gold, Tin"), "colour", listed("grey, red, white, yellow, white")),
    Topic("[kinds of weather|weather words|types of weather|weather conditions]", listed("Sun, Rain, Snow, Wind, Fog"), "wear", listed("a hat, a raincoat, boots, a jacket, a scarf")),
    Topic("[insects|bugs|kinds of insects|creepy crawlies]", listed("Ant, Bee, Fly, Beetle, Butterfly"), "wings", listed("no, yes, yes, yes, yes")),
    Topic("[sea animals|animals in the sea|ocean animals|animals that live in water|fish and sea animals]", listed("Shark, Whale, Dolphin, Octopus, Crab"), "kind", listed("fish, mammal, mammal, mollusc, shellfish")),
    Topic("[apps|kinds of software|types of software|computer programs|useful programs]", listed("Browser, Editor, Spreadsheet, Calendar, Chat"), "for", listed("web pages, text, numbers, dates, talking")),
    Topic("[computer parts|parts of a computer|hardware|pieces of hardware|things in a computer]", listed("Processor, Memory, Disk, Screen, Keyboard"), "does", listed("calculates, holds data, stores files, shows, types")),
    Topic("[party ideas|things for a party|birthday party ideas|ideas for a birthday|things to do at a party]", listed("Music, Cake, Games, Balloons, Dancing"), "needs", listed("a speaker, candles, a prize, air, space")),
    Topic("[gift ideas|presents|ideas for a gift|birthday gifts|things to give as a present|gifts for a friend]", listed("A book, Flowers, Chocolate, A mug, A game"), "price", listed("15, 20, 5, 10, 25")),
    Topic("[team activities|team building ideas|things to do with a team|icebreakers|team events|ideas for a team event]", listed("A walk, A quiz, A shared lunch, A board game, A workshop"), "time", listed("1 hour, 1 hour, 1 hour, 2 hours, half a day")),
    Topic("[ice cream flavours|ice cream flavors|kinds of ice cream|flavours of ice cream]", listed("Vanilla, Chocolate, Strawberry, Lemon, Mint"), "colour", listed("yellow, brown, pink, white, green")),
    Topic("[polite words|good manners|polite phrases|ways to be polite]", listed("Please, Thank you, Excuse me, Sorry, You are welcome"), "when", listed("asking, receiving, interrupting, after a mistake, answering thanks")),
    Topic("[good habits|healthy habits|daily habits|habits for a good life]", listed("Drink water, Walk, Read, Sleep early, Write a list"), "when", listed("all day, at noon, evening, night, morning")),
]  # fmt: skip

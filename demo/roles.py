"""What invented signers do, and where; words that fit any gender."""

from demo.people import listed

TITLES = {
    "en": listed("""
Pastor, Professor of Law, Immigration attorney, Retired judge, Parish council member, Teacher
Nurse, Lay missioner, Chaplain, Community organizer, Student, Deacon, Shelter volunteer, Physician
Member of a religious order, Retired public defender, Seminary student, Social worker, Musician
"""),
    "es": listed("""
Catequista, Periodista, Docente, Agente de pastoral, Estudiante, Intérprete de idiomas mayas
Integrante del consejo parroquial, Responsable de albergue, Autoridad ancestral, Comerciante
Terapeuta, Artista, Fiscal en el exilio, Profesional del derecho, Representante vecinal
Liderazgo comunitario, Profesional de la salud, Defensa pública, Voluntariado en albergue
"""),
}
AFFILIATIONS = {
    "en": listed("""
Grace Ford Lutheran Church, University of the Three Rivers School of Law, St. Brigid Parish
Temple Beth Orim, Desert Bloom Presbyterian Church, Elm Street Friends Meeting
Masjid Al-Rahma, Prairie Street Mennonite Fellowship, Still Waters Monastery
Holy Cross House of Studies, Harbor Street Legal Clinic, Lakeshore Community College
Sisters of the Open Road, All Peoples Church of Oakridge, Two Rivers Border Ministry
St. Oscar House of Hospitality, Mount Carmel Baptist Church of Fernhill, Lantern Congregations
"""),
    "es": listed("""
Parroquia San Marcos del Camino, Albergue La Buena Posada, Universidad Maya de los Cuchumatanes
Radio La Voz del Cerro, Iglesia Menonita Casa de Paz, Defensoría Maya de Occidente
Colectivo Jurídico Maíz y Ley, Hermanas del Camino Abierto, Comedor Santa Marta
Instituto Quetzal de Integridad Pública, Clínica Jurídica del Mercado, Diócesis del Altiplano
Cooperativa de Café Los Pinos, Asociación Tejedoras de la Memoria, Escuela de Teología del Barrio
Facultad de Derecho de la Universidad del Istmo Verde, Casa de Estudiantes Q'anil
"""),
}

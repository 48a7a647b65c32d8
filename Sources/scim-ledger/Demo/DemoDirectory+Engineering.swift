extension DemoDirectory {
  static let engineering = DemoDirectoryTable(
    department: "Engineering",
    rows: """
      1100|1002|mikael.sjoeberg|Mikael|Sjöberg|Vice President, Engineering
      1101|1100|hanako.sato@jp.example.com|花子|佐藤|Firmware Engineering Manager|display=佐藤 花子
      1102|1100|lakshmi.t|லட்சுமி|தி|Sensor Physics Lead|display=தி. லட்சுமி
      1103|1100|giorgi.kapanadze|გიორგი|კაპანაძე|Software Engineering Manager
      1104|1100|friederike.strauss|Friederike|Strauß|Mechanical Engineering Manager
      1105|1100|nasrin.chowdhury|নাসরিন|চৌধুরী|Quality Manager
      1106|1101|ken.yoshida@jp.example.com|健|𠮷田|Firmware Engineer|display=𠮷田 健
      1107|1101|sakura.watanabe@jp.example.com|さくら|渡邉|Firmware Engineer|display=渡邉 さくら
      1108|1101|aoi.kobayashi@jp.example.com|葵|小林|Radio Engineer|display=小林 葵 (Aoi Kobayashi)
      1109|1101|minseo.kim|민서|김|Firmware Engineer|display=김민서
      1110|1101|hyeon.namgung|현|남궁|Senior Firmware Engineer|display=남궁현
      1111|1101|ji-ho.o|Ji-ho|O|Radio Engineer
      1112|1101|łukasz.dąbrowski|Łukasz|Dąbrowski|Bootloader Engineer|mail=lukasz.dabrowski@example.com
      1113|1101|zuzana.kovacikova|Zuzana|Kováčiková|Firmware Engineer
      1114|1101|thi.huong.nguyen|Thị Hương|Nguyễn|Test Automation Engineer|display=Nguyễn Thị Hương
      1115|1102|meera.ramakrishnan|மீரா|ராமகிருஷ்ணன்|Optical Engineer
      1116|1102|kaveri.joshi|कावेरी|जोशी|Sensor Physicist
      1117|1102|anirban.mukhopadhyay|অনির্বাণ|মুখোপাধ্যায়|Sensor Physicist
      1118|1102|shirin.rezaei|شیرین|رضایی|Calibration Scientist|display=شیرین رضایی (Shirin Rezaei)
      1119|1102|omar.benyoussef|عمر|بن يوسف|Acoustics Engineer
      1120|1102|astrid.aa|Astrid|Å|Atmospheric Scientist
      1121|1102|jun.e|军|鄂|Humidity Sensor Engineer|display=鄂军 (Jun E)
      1122|1102|vigdis.thorsteinsdottir|Vigdís Ása|Þorsteinsdóttir|Wind Tunnel Scientist
      1123|1102|tomasz.szczepanski|Tomasz|Szczepański|Materials Scientist|disabled
      1124|1103|nino.beridze|ნინო|ბერიძე|Software Engineer
      1125|1103|anahit.hakobyan|Անահիտ|Հակոբյան|Senior Software Engineer
      1126|1103|olga.sokolova|Ольга|Соколова|Data Pipeline Engineer
      1127|1103|дмитро.коваленко|Дмитро|Коваленко|Software Engineer|mail=dmytro.kovalenko@example.com
      1128|1103|selam.gebremedhin|ሰላም|ገብረመድህን|Software Engineer
      1129|1103|noa.peretz-tal|נועה|פרץ־טל|Front-end Engineer
      1130|1103|fang.wang|芳|王|Site Reliability Engineer|display=王芳
      1131|1103|yi-jun.chen|怡君|陳|Software Engineer|display=陳怡君 (Yi-Jun Chen)
      1132|1103|zoe.castellanos|Zoe\u{308}|Castellanos|Software Engineer
      1133|1103|marius.dragomirescu|Marius Ștefan|Drăgomirescu|Data Engineer
      1134|1103|ama.serwaa.owusu|Ama Serwaa|Owusu|Software Engineer
      1135|1103|lena.fuchs+contractor|Lena|Fuchs|User Experience Designer|mail=lena.fuchs@example.com
      1136|1103|thiri|သီရိ||Software Engineer|display=သီရိ (Thiri)
      1137|1104|søren.østergaard|Søren|Østergaard|Mechanical Designer|mail=soren.ostergaard@example.com
      1138|1104|barbora.ruzickova|Barbora|Růžičková|Mechanical Designer
      1139|1104|xabier.goikoetxea|Xabier|Goikoetxea Larrañaga|Enclosure Designer
      1140|1104|chidi.nwachukwu|Chidiebere|Nwachukwu|Thermal Engineer
      1141|1104|ottilie.von-der-heide|Ottilie|von der Heide|Computer-Aided Design Specialist
      1142|1104|kenji.morimoto@jp.example.com|ケンジ|森本|Tooling Engineer|display=森本 ケンジ
      1143|1104|agnes.kovacs|Ágnes|Kovács|Mechanical Designer|display=Kovács Ágnes
      1144|1105|tigran.avagyan|Տիգրան|Ավագյան|Quality Engineer
      1145|1105|pimchanok.thongdee|พิมพ์ชนก|ทองดี|Quality Engineer
      1146|1105|anjali.deshmukh|अंजली|देशमुख|Compliance Engineer
      1147|1105|eoghan.mac-giolla|Eoghan|Mac Giolla Phádraig|Reliability Engineer
      1148|1105|catarina.sa|Catarina|Sá|Quality Analyst
      1149|1105|manjunath.gowda|ಮಂಜುನಾಥ|ಗೌಡ|Metrology Engineer
      1150|1105|rasa.zukauskiene|Rasa|Žukauskienė|Documentation Engineer
      1151|1105|isak.hætta|Isak|Hætta|Environmental Test Engineer|mail=isak.hatta@example.com
      1152|1105|anders.lund|Anders|Lund|Intern|disabled
      1153|1100|yohannes.desta|ዮሐንስ|ደስታ|Engineering Programme Coordinator
      """)
}

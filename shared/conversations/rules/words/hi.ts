import type { CustomerWords } from "./customer-words.ts";

export const hi: CustomerWords = {
  handoff: "क्षमा करें, मेरे पास यह जानकारी नहीं है।",
  askedForHuman: "ज़रूर।",
  technical: "क्षमा करें, मैं अभी यह नहीं देख पा रहा हूँ।",
  quota: "आपके संदेश के लिए धन्यवाद।",
  colleagueSoon: "हमारे एक सहकर्मी जल्द से जल्द आपको यहीं जवाब देंगे।",
  colleagueAt: "हम अभी बंद हैं। फिर से खुलने पर हमारे एक सहकर्मी आपको यहीं जवाब देंगे: {when}।",
  when: "{day}, {time}",
  unreadable: "धन्यवाद। अभी मैं केवल लिखित संदेश पढ़ सकता हूँ। क्या आप इसे लिखकर भेज सकते हैं?",
  receivedVoice: "आपके वॉइस संदेश के लिए धन्यवाद।",
  receivedPicture: "धन्यवाद, तस्वीर हमें मिल गई है।",
  receivedVideo: "धन्यवाद, वीडियो हमें मिल गया है।",
  receivedDocument: "धन्यवाद, दस्तावेज़ हमें मिल गया है।",
  receivedContact: "धन्यवाद, संपर्क हमें मिल गया है।",
  receivedPlace: "धन्यवाद, लोकेशन हमें मिल गई है।",
  receivedOrder: "धन्यवाद, आपका ऑर्डर हमें मिल गया है।",
  receivedForm: "धन्यवाद, फ़ॉर्म हमें मिल गया है।",
  disclosure: "नमस्ते! मैं {business} का स्वचालित सहायक हूँ।",
  isBot: "हाँ, मैं {business} का स्वचालित सहायक हूँ, इंसान नहीं।",
  reachPerson: "अगर आप किसी व्यक्ति से बात करना चाहें, तो बस “{word}” लिखें।",
  personWord: "कर्मचारी",
};

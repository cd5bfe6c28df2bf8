import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Validates one PDF against one of veraPDF's profiles: java Vera.java PDFUA-1 letter.pdf */
public class Vera {
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    ValidationProfile profile = profile(arguments[0]);
    ValidationResult result = validate(profile, arguments[1]);
    Map<String, Integer> failures = new TreeMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
        failures.merge(rule + " " + assertion.getMessage(), 1, Integer::sum);
      }
    }
    failures.forEach((rule, count) -> System.out.println(count + " x " + rule));
    System.out.println("rules: " + profile.getRules().size());
    System.out.println("compliant: " + result.isCompliant());
  }

  private static ValidationProfile profile(String name) throws Exception {
    String path = "/org/verapdf/pdfa/validation/" + name + ".xml";
    try (InputStream source = Profiles.class.getResourceAsStream(path)) {
      return Profiles.profileFromXml(source);
    }
  }

  private static ValidationResult validate(ValidationProfile profile, String path) throws Exception {
    var foundry = Foundries.defaultInstance();
    try (InputStream file = new FileInputStream(path);
        PDFAParser parser = foundry.createParser(file, profile.getPDFAFlavour());
        var validator = foundry.createValidator(profile, false)) {
      return validator.validate(parser);
    }
  }
}

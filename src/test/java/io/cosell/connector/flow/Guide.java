package io.cosell.connector.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The edits {@code docs/customise.md} tells people to make, by its headings. The sentence that ends
 * before a block says what is done with it.
 */
final class Guide {
  private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern WRITE = Pattern.compile("[Ww]rite to `([^`]+)`:$");
  private static final Pattern ROW = Pattern.compile("[Ii]n `([^`]+)` the row `(\\w+)` becomes:$");
  private static final Pattern INSERT =
      Pattern.compile("In `([^`]+)`, before \"([^\"]+)\", insert:$");

  private final String text;

  private Guide(String text) {
    this.text = text;
  }

  static Guide read() {
    try {
      return new Guide(Files.readString(Path.of("docs/customise.md")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * One edit.
   *
   * @param file the file it is about
   * @param row the row that is replaced, null for none
   * @param before the description of the step before which it is inserted, null for none
   * @param block what is written
   */
  record Edit(String file, String row, String before, String block) {

    /** The file's text after the edit; a new file was empty. */
    String applied(String text) {
      if (row != null) {
        var rowOf = Pattern.compile("(?m)^  - name: " + row + "\\n(    .*\\n)+");
        return replaced(text, rowOf.matcher(text).results().toList(), block);
      }
      if (before != null) {
        var step = Pattern.compile("(?m)^        - to:\\n            description: " + before);
        var found = step.matcher(text).results().toList();
        return replaced(text, found, block + (found.isEmpty() ? "" : found.get(0).group()));
      }
      return text + block;
    }

    private static String replaced(String text, List<MatchResult> found, String block) {
      if (found.size() != 1) {
        throw new IllegalStateException("the guide means one place, there are " + found.size());
      }
      return text.substring(0, found.get(0).start()) + block + text.substring(found.get(0).end());
    }
  }

  /** The edits below a heading, in their order. */
  List<Edit> edits(String heading) {
    var edits = new ArrayList<Edit>();
    var sentence = new StringBuilder();
    var lines = section(heading).lines().iterator();
    while (lines.hasNext()) {
      var line = lines.next();
      if (isBlock(line)) {
        edits.add(edit(sentence.toString().strip(), block(lines)));
      } else if (line.isBlank() && !sentence.toString().strip().endsWith(":")) {
        sentence.setLength(0);
      } else {
        sentence.append(line).append(' ');
      }
    }
    return edits;
  }

  private static boolean isBlock(String line) {
    return line.equals("```yaml") || line.equals("```properties");
  }

  private static String block(Iterator<String> lines) {
    var block = new StringBuilder();
    for (var line = lines.next(); !line.equals("```"); line = lines.next()) {
      block.append(line).append('\n');
    }
    return block.toString();
  }

  List<String> headings() {
    return SECTION.matcher(text).results().map(heading -> heading.group(1)).toList();
  }

  /** How many blocks with something to write there are. */
  long blocks() {
    return text.lines().filter(Guide::isBlock).count();
  }

  private String section(String heading) {
    int start = text.indexOf("\n## " + heading + "\n");
    if (start < 0) {
      throw new IllegalArgumentException("the guide has no heading " + heading);
    }
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static Edit edit(String sentence, String block) {
    var write = WRITE.matcher(sentence);
    if (write.find()) {
      return new Edit(write.group(1), null, null, block);
    }
    var row = ROW.matcher(sentence);
    if (row.find()) {
      return new Edit(row.group(1), row.group(2), null, block);
    }
    var insert = INSERT.matcher(sentence);
    if (insert.find()) {
      return new Edit(insert.group(1), null, insert.group(2), block);
    }
    throw new IllegalStateException("what is to be done with the block after: " + sentence);
  }
}

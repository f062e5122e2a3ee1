using System.Globalization;
using System.Text;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Bodies that no route may take, each with its name.</summary>
internal static class Corpus
{
    private const string Valid = """{"workMode":"office","note":"a","location":{"latitude":1,"longitude":2,"accuracyMeters":3}}""";

    /// <summary>Texts that cannot be stored, as JSON writes them.</summary>
    public static readonly string[] BadTexts = [@"""\u0000""", @"""a\u0000b""", @"""\ud800""", @"""x\udc00y""", @"""\udc00\ud800"""];

    public static IEnumerable<(string Name, byte[] Body)> Malformed()
    {
        foreach (var length in Enumerable.Range(1, Valid.Length - 1).Where(n => n % 5 == 0))
        {
            yield return ($"cut at {length.ToString(CultureInfo.InvariantCulture)}", Bytes(Valid[..length]));
        }

        foreach (var depth in (int[])[33, 65, 1_000, 100_000])
        {
            yield return ($"arrays {depth.ToString(CultureInfo.InvariantCulture)} deep", Bytes(new string('[', depth) + new string(']', depth)));
            yield return ($"objects {depth.ToString(CultureInfo.InvariantCulture)} deep", Bytes(string.Concat(Enumerable.Repeat("{\"a\":", Math.Min(depth, 20_000))) + "1" + new string('}', Math.Min(depth, 20_000))));
            yield return ($"unclosed {depth.ToString(CultureInfo.InvariantCulture)} deep", Bytes(new string('[', depth)));
        }

        foreach (var text in (string[])
        [
            "", " ", "null", "true", "1", "\"text\"", "[]", "[{}]", "{]", "{} {}", "{}x", "{\"a\":}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{,}",
            "{\"note\":NaN}", "{\"note\":Infinity}", "{\"note\":01}", "{\"note\":+1}", "{\"note\":.5}", "{\"note\":1e}", "{\"note\":\"\n\"}", "{\"note\":\"\\x\"}", "{\"note\":\"\\u12\"}",
            "// comment\n{}", "{}/* comment */", "{\"noSuchMember\":1}", "{\"noSuchMember\":1e400}", "{\"tenantId\":\"0192f0c1-0000-7000-8000-000000000001\"}", "{\"isAdmin\":true}",
            "{\"__proto__\":{}}", "{\"$type\":\"System.Object\"}", "{\"$ref\":\"#\"}", "{\"\":1}", "{\"\\u0000\":1}", "{\"\\ud800\":1}",
        ])
        {
            yield return (text.Length == 0 ? "nothing" : text, Bytes(text));
        }

        yield return ("a member twice", Bytes("""{"note":"a","note":"b"}"""));
        yield return ("a byte order mark", [0xEF, 0xBB, 0xBF, .. Bytes("{}")]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes("{}"));
        yield return ("UTF-32", Encoding.UTF32.GetBytes("{}"));
        yield return ("raw NUL", [.. Bytes("{\"note\":\""), 0, .. Bytes("\"}")]);
        yield return ("overlong UTF-8", [.. Bytes("{\"note\":\""), 0xC0, 0x80, .. Bytes("\"}")]);
        yield return ("a raw surrogate", [.. Bytes("{\"note\":\""), 0xED, 0xA0, 0x80, .. Bytes("\"}")]);
        yield return ("half a character", [.. Bytes("{\"note\":\""), 0xE2, 0x82, .. Bytes("\"}")]);
        yield return ("noise", [0xFF, 0xFE, 0x00, 0x13, 0x37]);
        yield return ("a long number", Bytes("{\"noSuchMember\":" + new string('9', 100_000) + "}"));
        yield return ("a long name", Bytes("{\"" + new string('a', 100_000) + "\":1}"));
        yield return ("many members", Bytes("{" + string.Join(',', Enumerable.Range(0, 10_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"\"m{n}\":1"))) + "}"));
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Text;
using System.Text.Json.Nodes;
using Satcom.Infrastructure.Identity.Tokens;
using static Satcom.IntegrationTests.Identity.Tokens.TestTokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>Tokens that are nearly right: torn in transit, or signed by the right key over a wrong header or payload.</summary>
internal static class TokenMutants
{
    private const string Characters = "ABCXYZabcxyz0189-_+/=. \n\0é\"{}\ud800";

    private static readonly string[] Values =
    [
        "null", "true", "0", "1", "-1", "1e300", "1.5", "\"\"", "\"x\"", "\"1800000000\"", "[]", "{}", "[1]", "[\"x\"]", "{\"a\":{\"b\":[1]}}",
        "99999999999999999999", "9223372036854775807", "-9223372036854775808", "\"\\ud800\"", "\"\\u0000\"", "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
        "\"https://acme.satcom.test\"", "\"https://api.satcom.test\"", "[\"https://api.satcom.test\"]",
    ];

    private static readonly string[] HeaderNames = ["alg", "typ", "kid", "jku", "x5u", "x5c", "jwk", "crit", "zip", "cty", "b64", "enc", "x"];

    private static readonly string[] HeaderValues =
        ["ES256", "RS256", "PS256", "HS256", "none", "ES384", "RS512", "at+jwt", "AT+JWT", "JWT", "application/at+jwt", "x", ""];

    private static readonly string[] Claims =
        ["iss", "aud", "exp", "nbf", "iat", "jti", "sub", "client_id", "sid", "tid", "scope", "acr", "cnf", "act", "x"];

    // The second opinion is given some time after the first, so no offset lets that time decide against us.
    private static readonly int[] StartOffsets = [-400_000_000, -3600, -1, 0, 1, 29, 30, 31, 60, 3600, 400_000_000];
    private static readonly int[] EndOffsets = [-400_000_000, -7200, -3600, -31, -30, 900, 3600, 400_000_000];

    public static (string Name, string Token) Next(SeededGenerator generator)
    {
        var key = Key(rsa: generator.Below(4) == 0);
        return generator.Below(10) switch
        {
            0 => ("character", Characterwise(generator, Good(key))),
            1 => ("segments", Segmentwise(generator, Good(key).Split('.'))),
            2 => HeaderMember(generator, key),
            3 => ("header text", Forge(key, Characterwise(generator, Text(Header(key))), Text(Payload()))),
            4 or 5 => Claim(generator, key),
            6 or 7 => Time(generator, key),
            8 => ("payload bytes", Forge(key, Text(Header(key)), Bytewise(generator, Encoding.UTF8.GetBytes(Text(Payload()))))),
            _ => Harmless(generator, key),
        };
    }

    private static string Characterwise(SeededGenerator generator, string text)
    {
        var at = generator.Below(text.Length);
        return generator.Below(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, Characters[generator.Below(Characters.Length)].ToString()),
            2 => text[..at],
            _ => $"{text[..at]}{Characters[generator.Below(Characters.Length)]}{text[(at + 1)..]}",
        };
    }

    private static byte[] Bytewise(SeededGenerator generator, byte[] bytes)
    {
        bytes[generator.Below(bytes.Length)] = (byte)generator.Below(256);
        return bytes;
    }

    private static string Segmentwise(SeededGenerator generator, string[] parts)
    {
        var other = Good(Key(rsa: generator.Below(2) == 0)).Split('.');
        var segments = Enumerable.Range(0, 2 + generator.Below(3)).Select(at => generator.Below(5) switch
        {
            0 => "",
            1 => generator.Pick(other),
            2 => generator.Pick(parts),
            _ => parts[at % 3],
        });
        return string.Join('.', segments) + generator.Pick(["", "", "=", "==", " "]);
    }

    private static (string Name, string Token) HeaderMember(SeededGenerator generator, SigningKeyMaterial key)
    {
        var (name, header) = (generator.Pick(HeaderNames), Header(key));
        switch (generator.Below(4))
        {
            case 0:
                header.Remove(name);
                break;
            case 1:
                header.Remove(name);
                return ($"header {name} of another type", Forge(key, Plus(generator, header, name), Text(Payload())));
            case 2:
                return ($"header {name} twice", Forge(key, Plus(generator, header, name), Text(Payload())));
            default:
                header[name] = generator.Pick(HeaderValues);
                break;
        }

        return ($"header {name}", Forge(key, header, Payload()));
    }

    private static (string Name, string Token) Claim(SeededGenerator generator, SigningKeyMaterial key)
    {
        var (name, payload) = (generator.Pick(Claims), Payload());
        switch (generator.Below(3))
        {
            case 0:
                payload.Remove(name);
                break;
            case 1:
                return ($"claim {name} twice", Forge(key, Text(Header(key)), Plus(generator, payload, name)));
            default:
                payload.Remove(name);
                return ($"claim {name}", Forge(key, Text(Header(key)), Plus(generator, payload, name)));
        }

        return ($"no claim {name}", Forge(key, Header(key), payload));
    }

    private static string Plus(SeededGenerator generator, JsonObject json, string name) => $"{Text(json)[..^1]},\"{name}\":{generator.Pick(Values)}}}";

    private static (string Name, string Token) Time(SeededGenerator generator, SigningKeyMaterial key)
    {
        var name = generator.Pick(["exp", "nbf", "iat"]);
        var offset = generator.Pick(string.Equals(name, "exp", StringComparison.Ordinal) ? EndOffsets : StartOffsets);
        var payload = Payload().With("iat", Now.ToUnixTimeSeconds() - 7200).With(name, Now.ToUnixTimeSeconds() + offset);
        return ($"{name} {offset}", Forge(key, Header(key), payload));
    }

    /// <summary>Other ways to say the same, which a verifier may well accept.</summary>
    private static (string Name, string Token) Harmless(SeededGenerator generator, SigningKeyMaterial key)
    {
        var header = new JsonObject(Header(key).OrderBy(_ => generator.Below(1000)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        var payload = Payload().With("note", generator.Pick(["", "é", "😀", "a\"b", "\u0001"])).With("n", generator.Below(1_000_000));
        var space = generator.Pick(["", " ", "\n", "\t \r\n"]);
        return ("harmless", Forge(key, Text(header).Replace(",", "," + space, StringComparison.Ordinal) + space, space + Text(payload)));
    }
}

using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Satcom.Infrastructure.Identity.Tokens;
using static Satcom.IntegrationTests.Identity.Tokens.TestTokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

public sealed class JwsReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_WhenTheWriterWroteIt_GivesThePayload(bool rsa)
    {
        var token = JwsWriter.Write(Key(rsa), "at+jwt", "Zoë", (json, name) => json.WriteString("name", name));

        var result = Read(token);

        result.Refusal.ShouldBe(JwsRefusal.None);
        result.Value!.GetString("name"u8).ShouldBe("Zoë");
    }

    [Fact]
    public void Write_ForAnyKey_HasExactlyThreePlainHeaderMembers()
    {
        var header = JwsWriter.Write(Es, "at+jwt", "{}"u8).Split('.')[0];

        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(header)).ShouldBe($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{Es.Kid}}"}""");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"sub":"a","sub":"b"}""")]
    [InlineData("{} ,")]
    public void Write_WhenTheReaderWouldRefuseThePayload_Throws(string payload) =>
        Should.Throw<ArgumentException>(() => JwsWriter.Write(Es, "at+jwt", Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Write_WhenTheReaderWouldRefuseTheLength_Throws() =>
        Should.Throw<ArgumentException>(() => JwsWriter.Write(Es, "at+jwt", new string('a', 7000), (json, text) => json.WriteString("a", text)));

    [Fact]
    public void O33_Read_WhenOver8Kb_RefusesBeforeParsing()
    {
        Read(new string('!', JwsReader.MaxTokenLength + 1)).Refusal.ShouldBe(JwsRefusal.TooLong);
        Read(new string('A', JwsReader.MaxTokenLength)).Refusal.ShouldBe(JwsRefusal.SegmentCount);

        var overhead = Forge(Es, Text(Header(Es)), "{}"u8.ToArray()).Length;
        var longest = Padded(JwsReader.MaxTokenLength - overhead - 12);
        longest.Length.ShouldBeInRange(JwsReader.MaxTokenLength - 16, JwsReader.MaxTokenLength);
        Read(longest).Refusal.ShouldBe(JwsRefusal.None);
        Read(Padded(JwsReader.MaxTokenLength - overhead + 8)).Refusal.ShouldBe(JwsRefusal.TooLong);

        static string Padded(int characters) => Forge(Es, Header(Es), new JsonObject { ["p"] = new string('a', characters / 4 * 3) });
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData("{0}.{1}.{2}.{2}")]
    [InlineData("{0}.{1}.{2}.{1}.{2}")]
    public void Read_WhenNotThreeSegments_Refuses(string format) =>
        Read(string.Format(null, format, Good().Split('.'))).Refusal.ShouldBe(JwsRefusal.SegmentCount);

    [Theory]
    [InlineData("{0}.{1}.{2}==")]
    [InlineData("{0}.{1}.{2}=")]
    [InlineData("{0}=.{1}.{2}")]
    [InlineData("{0}.{1}.{2} ")]
    [InlineData(" {0}.{1}.{2}")]
    [InlineData("{0}.{1}.{2}\n")]
    [InlineData("{0}.\t{1}.{2}")]
    [InlineData("{0}.{1}.{2}AAA")]
    [InlineData("{0}.{1}.{2}é")]
    [InlineData("{0}.{1}.{2}\0")]
    [InlineData("{0}.{1}.{2}\u0661")]
    public void O33_Read_WhenEncodingIsNotStrict_Refuses(string format) =>
        Read(string.Format(null, format, Good().Split('.'))).Refusal.ShouldBe(JwsRefusal.Encoding);

    [Fact]
    public void O33_Read_WhenHalfASurrogatePairIsIn_Refuses()
    {
        var token = Good();
        for (var at = 0; at <= token.Length; at++)
            Read(token.Insert(at, "\ud800")).Refusal.ShouldBe(JwsRefusal.Encoding);
    }

    [Fact]
    public void O33_Read_WhenAlphabetIsPlainBase64_Refuses()
    {
        string token;
        do
            token = Good();
        while (!token.Split('.')[2].AsSpan().ContainsAny('-', '_'));
        var parts = token.Split('.');

        Read(token).Succeeded.ShouldBeTrue();
        Read($"{parts[0]}.{parts[1]}.{parts[2].Replace('-', '+').Replace('_', '/')}").Refusal.ShouldBe(JwsRefusal.Encoding);
    }

    [Fact]
    public void O33_Read_WhenUnusedBitsAreSet_Refuses()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = Good();

        // 64 bytes leave four unused bits in the last character: fifteen other spellings of one signature.
        var last = Alphabet.IndexOf(token[^1], StringComparison.Ordinal);
        for (var bits = 1; bits < 16; bits++)
            Read(token[..^1] + Alphabet[last | bits]).Refusal.ShouldBe(JwsRefusal.Encoding);
        Read(token).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("jku", "\"https://evil.test/jwks\"")]
    [InlineData("x5u", "\"https://evil.test/cert\"")]
    [InlineData("x5c", "[\"MIIB\"]")]
    [InlineData("x5t", "\"AAAA\"")]
    [InlineData("jwk", "{\"kty\":\"EC\"}")]
    [InlineData("jwk", "\"text\"")]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("crit", "\"b64\"")]
    [InlineData("zip", "\"DEF\"")]
    [InlineData("cty", "\"JWT\"")]
    [InlineData("b64", "false")]
    [InlineData("enc", "\"A256GCM\"")]
    [InlineData("ALG", "\"ES256\"")]
    [InlineData("", "\"\"")]
    [InlineData("nonce", "null")]
    public void O33_Read_WhenHeaderHasAnotherMember_Refuses(string name, string value) =>
        Read(Forge(Es, Header(Es).With(name, JsonNode.Parse(value)), Payload())).Refusal.ShouldBe(JwsRefusal.Header);

    [Theory]
    [InlineData("alg")]
    [InlineData("typ")]
    [InlineData("kid")]
    public void O33_Read_WhenHeaderMemberIsMissingOrNoString_Refuses(string name)
    {
        Read(Forge(Es, Header(Es).Without(name), Payload())).Refusal.ShouldBe(JwsRefusal.Header);
        foreach (var value in new[] { "null", "1", "true", "\"\"", "{}", "[]", "[\"ES256\"]" })
            Read(Forge(Es, Header(Es).With(name, JsonNode.Parse(value)), Payload())).Refusal.ShouldBe(JwsRefusal.Header, value);
    }

    [Theory]
    [InlineData("""{{"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"{0}"}}""")]
    [InlineData("""{{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"{0}"}}""")]
    [InlineData("""{{"alg":"ES256","typ":"at+jwt","kid":"{0}","kid":"{0}"}}""")]
    [InlineData("""{{"alg":"ES256","typ":"JWT","typ":"at+jwt","kid":"{0}"}}""")]
    [InlineData("""{{"\u0061lg":"ES256","typ":"at+jwt","kid":"{0}"}}""")]
    [InlineData("""{{"alg":"ES25\u0036","typ":"at+jwt","kid":"{0}"}}""")]
    [InlineData("""{{"alg":"ES256","typ":"at+jwt","kid":"{0}"}}{{}}""")]
    [InlineData("""{{"alg":"ES256","typ":"at+jwt","kid":"{0}"}} x""")]
    [InlineData("""{{"alg":"ES256","typ":"at+jwt","kid":"{0}",}}""")]
    [InlineData("""{{"alg":"ES256","typ":"at+jwt","kid":"{0}" /* */}}""")]
    [InlineData("""{{"alg":"ES256","typ":"at+jwt","kid":"{0}" """)]
    [InlineData("""[{{"alg":"ES256","typ":"at+jwt","kid":"{0}"}}]""")]
    [InlineData("\ufeff{{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"{0}\"}}")]
    [InlineData("\"{0}\"")]
    [InlineData("")]
    public void O33_Read_WhenHeaderJsonIsNotStrict_Refuses(string format) =>
        Read(Forge(Es, string.Format(null, format, Es.Kid), Text(Payload()))).Refusal.ShouldBe(JwsRefusal.Header);

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("AT+JWT")]
    [InlineData("at+jwt ")]
    [InlineData("application/at+jwt")]
    [InlineData("logout+jwt")]
    public void O31_Read_WhenTypeIsNotExactlyTheExpected_Refuses(string type) =>
        Read(Forge(Es, Header(Es).With("typ", type), Payload())).Refusal.ShouldBe(JwsRefusal.Type);

    [Theory]
    [InlineData("unknown")]
    [InlineData("../../etc/passwd")]
    [InlineData("' OR 1=1; --")]
    [InlineData("{kid}x")]
    [InlineData("{KID}")]
    [InlineData("{stranger}")]
    public void O33_Read_WhenKidIsUnknown_RefusesWithoutTryingOthers(string kid)
    {
        // Signed by a key of the set, so a reader that tried the others would accept it.
        kid = kid.Replace("{kid}", Es.Kid, StringComparison.Ordinal)
            .Replace("{KID}", Es.Kid.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{stranger}", Stranger.Kid, StringComparison.Ordinal);

        Read(Forge(Es, Header(Es).With("kid", kid), Payload())).Refusal.ShouldBe(JwsRefusal.UnknownKey);
        Read(Forge(Es, Header(OtherEs), Payload())).Refusal.ShouldBe(JwsRefusal.Signature);
        Read(Forge(Stranger, Header(Stranger), Payload())).Refusal.ShouldBe(JwsRefusal.UnknownKey);
    }

    [Theory]
    [InlineData("""{"sub":"a","sub":"b"}""")]
    [InlineData("""{"sub":"a","s\u0075b":"b"}""")]
    [InlineData("""{"act":{"sub":"a","sub":"a"}}""")]
    [InlineData("""{"a":[[{"b":{"c":1,"d":2,"c":1}}]]}""")]
    [InlineData("""{"sub":"a"} {}""")]
    [InlineData("""{"sub":"a"}x""")]
    [InlineData("""{"sub":"a",}""")]
    [InlineData("""{"sub":"a"/**/}""")]
    [InlineData("""{"sub":'a'}""")]
    [InlineData("""{"sub":"\ud800"}""")]
    [InlineData("""{"a":["\udc00\ud800"]}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"\ud800":1,"\ud800":2}""")]
    [InlineData("""{"exp":01}""")]
    [InlineData("""{"exp":NaN}""")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\ufeff{}")]
    [InlineData("{")]
    public void O33_Read_WhenPayloadJsonIsNotStrict_Refuses(string payload) =>
        Read(Forge(Es, Text(Header(Es)), payload)).Refusal.ShouldBe(JwsRefusal.Payload);

    [Theory]
    [InlineData("7b2261223a22ff227d")] // an invalid byte
    [InlineData("7b2261223a22c080227d")] // an overlong NUL
    [InlineData("7b2261223a22eda080227d")] // an encoded surrogate
    [InlineData("7b22ff223a317d")] // an invalid byte in a name
    public void O33_Read_WhenPayloadIsNotUtf8_Refuses(string hex) =>
        Read(Forge(Es, Text(Header(Es)), Convert.FromHexString(hex))).Refusal.ShouldBe(JwsRefusal.Payload);

    [Fact]
    public void O33_Read_WhenDeeperThan16_Refuses()
    {
        Read(Nested(16)).Refusal.ShouldBe(JwsRefusal.None);
        Read(Nested(17)).Refusal.ShouldBe(JwsRefusal.Payload);
        Read(Nested(2000)).Refusal.ShouldBe(JwsRefusal.Payload);

        static string Nested(int depth) =>
            Forge(Es, Text(Header(Es)), $$"""{"a":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""");
    }

    [Fact]
    public void O56_ToString_OfAnyResult_EchoesNothingOfTheToken()
    {
        var token = Good();

        Read(token).ToString().ShouldBe("Accepted");
        Read(token + "=").ToString().ShouldBe("Encoding");
        Validate(token).Value!.ToString().ShouldBe("Access token 0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a12");
        Read(token).Value!.ToString().ShouldBe("JsonPayload");
    }

    [Fact]
    public void Validate_OfAGoodToken_AllocatesLittle()
    {
        // RSA, because the platform's own ECDSA verification allocates about as much as all the rest.
        const int Rounds = 500;
        var token = Good(Rs);
        Validate(token).Succeeded.ShouldBeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
            Validate(token);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds).ShouldBeLessThan(2000);
    }
}

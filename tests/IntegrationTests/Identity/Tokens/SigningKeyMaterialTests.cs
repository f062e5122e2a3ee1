using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Satcom.Infrastructure.Identity.Tokens;
using static Satcom.IntegrationTests.Identity.Tokens.TestTokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

public sealed class SigningKeyMaterialTests
{
    [Fact]
    public void Kid_OfTheKeyInRfc7638_IsTheThumbprintGivenThere()
    {
        const string N = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
            + "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO"
            + "pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(N), Exponent = [1, 0, 1] });

        using var key = SigningKeyMaterial.ImportPublic(SigningAlgorithm.Rs256, rsa.ExportSubjectPublicKeyInfo());

        key.Kid.ShouldBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kid_OfAnyKey_IsTheThumbprintThatOthersCompute(bool rsa)
    {
        var jwk = new JsonWebKeySet(JsonSerializer.Serialize(Keys.Jwks)).Keys.Single(key => string.Equals(key.Kid, Key(rsa).Kid, StringComparison.Ordinal));
        var members = rsa ? $$"""{"e":"{{jwk.E}}","kty":"RSA","n":"{{jwk.N}}"}""" : $$"""{"crv":"P-256","kty":"EC","x":"{{jwk.X}}","y":"{{jwk.Y}}"}""";

        jwk.Kid.ShouldBe(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(members))));
    }

    [Fact]
    public void O3_Jwks_HasPublicMembersOnly()
    {
        var keys = JsonDocument.Parse(JsonSerializer.Serialize(Keys.Jwks)).RootElement.GetProperty("keys").EnumerateArray().ToList();

        keys.Select(key => key.GetProperty("kid").GetString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Count);
        foreach (var key in keys)
        {
            var isRsa = key.GetProperty("kty").ValueEquals("RSA");
            string[] expected = isRsa ? ["alg", "e", "kid", "kty", "n", "use"] : ["alg", "crv", "kid", "kty", "use", "x", "y"];
            key.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal).ShouldBe(expected);
            key.GetProperty("use").GetString().ShouldBe("sig");
            key.GetProperty("alg").GetString().ShouldBe(isRsa ? "RS256" : "ES256");
            Base64Url.DecodeFromChars(key.GetProperty(isRsa ? "n" : "x").GetString()).Length.ShouldBe(isRsa ? 256 : 32);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void O56_ToString_OfAKey_NamesItOnly(bool rsa) => Key(rsa).ToString().ShouldBe($"{(rsa ? "RS256" : "ES256")} {Key(rsa).Kid}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImportPkcs8_OfAnExport_IsTheSameKey(bool rsa)
    {
        using var again = SigningKeyMaterial.ImportPkcs8(Key(rsa).Algorithm, Key(rsa).ExportPkcs8());

        again.Kid.ShouldBe(Key(rsa).Kid);
        Read(Forge(again, Header(again), Payload())).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void O4_ImportPublic_OfARetiredKey_VerifiesAndCannotSign(bool rsa)
    {
        using var retired = SigningKeyMaterial.ImportPublic(Key(rsa).Algorithm, Key(rsa).ExportPublic());

        retired.Kid.ShouldBe(Key(rsa).Kid);
        AccessTokenValidator.Validate(Good(Key(rsa)), Expected, new SigningKeySet([retired]), Now).Succeeded.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => retired.Sign([1], new byte[512]));
        Should.Throw<InvalidOperationException>(retired.ExportPkcs8);
    }

    [Fact]
    public void O4_Read_ThroughARotation_AcceptsOldAndNewUntilTheOldKeyGoes()
    {
        var (old, next) = (Good(Es), Good(OtherEs));
        SigningKeySet pending = new([Es, OtherEs]), gone = new([OtherEs]);

        JwsReader.Read(old, "at+jwt", pending).Succeeded.ShouldBeTrue();
        JwsReader.Read(next, "at+jwt", pending).Succeeded.ShouldBeTrue();
        JwsReader.Read(old, "at+jwt", gone).Refusal.ShouldBe(JwsRefusal.UnknownKey);
        JwsReader.Read(next, "at+jwt", gone).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void O3_Import_WhenTheKeyIsTooWeakOrOfAnotherKind_Throws()
    {
        using var weak = RSA.Create(1024);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var secp256k1 = ECDsa.Create(ECCurve.CreateFromValue("1.3.132.0.10"));

        Refused(SigningAlgorithm.Rs256, weak.ExportPkcs8PrivateKey());
        Refused(SigningAlgorithm.Es256, p384.ExportPkcs8PrivateKey());
        Refused(SigningAlgorithm.Es256, secp256k1.ExportPkcs8PrivateKey());
        Refused(SigningAlgorithm.Es256, Rs.ExportPkcs8());
        Refused(SigningAlgorithm.Rs256, Es.ExportPkcs8());
        Refused(SigningAlgorithm.Es256, [.. Es.ExportPkcs8(), 0]);
        Refused(SigningAlgorithm.Es256, []);
        Should.Throw<CryptographicException>(() => SigningKeyMaterial.ImportPublic(SigningAlgorithm.Rs256, weak.ExportSubjectPublicKeyInfo()));
        Should.Throw<CryptographicException>(() => SigningKeyMaterial.Generate(SigningAlgorithm.Rs256, 1024));

        static void Refused(SigningAlgorithm algorithm, byte[] pkcs8) =>
            Should.Throw<CryptographicException>(() => SigningKeyMaterial.ImportPkcs8(algorithm, pkcs8));
    }

    [Fact]
    public void O3_KeySet_WhenAKeyIsThereTwice_Throws()
    {
        using var again = SigningKeyMaterial.ImportPkcs8(SigningAlgorithm.Es256, Es.ExportPkcs8());

        Should.Throw<ArgumentException>(() => new SigningKeySet([Es, again]));
    }

    [Theory]
    [InlineData("0000", true)]
    [InlineData("0001", true)]
    [InlineData("0100", true)]
    [InlineData("0101", false)]
    public void O32_HasZeroHalf_WhenROrSIsZero_IsTrue(string hex, bool expected) =>
        SigningKeyMaterial.HasZeroHalf(Convert.FromHexString(hex)).ShouldBe(expected);

    [Theory]
    [InlineData(false, 4000)]
    [InlineData(true, 1500)]
    public void SignAndVerify_FromManyThreads_NeverFails(bool rsa, int count)
    {
        var failures = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, index =>
        {
            var token = JwsWriter.Write(Key(rsa), "at+jwt", index, (json, number) => json.WriteNumber("n", number));
            if (!Read(token).Succeeded || Read(token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBA" : "AAAA")).Succeeded)
                Interlocked.Increment(ref failures);
        });

        failures.ShouldBe(0);
    }
}

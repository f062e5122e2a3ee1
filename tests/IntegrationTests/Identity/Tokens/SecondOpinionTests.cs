using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Satcom.Infrastructure.Identity.Tokens;
using static Satcom.IntegrationTests.Identity.Tokens.TestTokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

public sealed class SecondOpinionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void D7_Validate_OfMutants_RefusesWhateverTheLibraryRefuses(ulong seed)
    {
        const int Mutants = 1500;
        var generator = new SeededGenerator(seed * 7919);
        var (both, neither, stricter) = (0, 0, 0);
        for (var index = 0; index < Mutants; index++)
        {
            var mutant = TokenMutants.Next(generator);
            var (ours, theirs) = (Validate(mutant.Token).Succeeded, SecondOpinion.Accepts(mutant.Token, Expected, Keys));
            (ours && !theirs).ShouldBeFalse($"mutant {index} of seed {seed}: {mutant.Name}: {mutant.Token}");
            both += ours ? 1 : 0;
            neither += theirs ? 0 : 1;
            stricter += theirs && !ours ? 1 : 0;
        }

        // Each outcome is common, else the comparison would say little.
        both.ShouldBeGreaterThan(Mutants / 30);
        neither.ShouldBeGreaterThan(Mutants / 4);
        stricter.ShouldBeGreaterThan(Mutants / 30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void D7_Validate_OfAGoodToken_AgreesWithTheLibrary(bool rsa)
    {
        Validate(Good(Key(rsa))).Succeeded.ShouldBeTrue();
        SecondOpinion.Accepts(Good(Key(rsa)), Expected, Keys).ShouldBeTrue();
    }

    [Fact]
    public void D4_Validate_WhenPssStandsForPkcs1_OnlyWeRefuse()
    {
        var signed = $"{Encode(Text(Header(Rs).With("alg", "PS256")))}.{Encode(Text(Payload()))}";
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Rs.ExportPkcs8(), out _);

        OnlyWeRefuse(
            $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pss))}",
            JwsRefusal.Algorithm);
    }

    [Fact]
    public void D4_Validate_WhenKidMatchesNoKey_OnlyWeRefuse() =>
        OnlyWeRefuse(Forge(Es, Header(Es).With("kid", "nobody"), Payload()), JwsRefusal.UnknownKey);

    [Fact]
    public void D4_Validate_WhenACriticalExtensionIsUnknown_OnlyWeRefuse() =>
        OnlyWeRefuse(Forge(Es, Header(Es).With("crit", new JsonArray("urn:x")).With("urn:x", true), Payload()), JwsRefusal.Header);

    [Fact]
    public void D4_Validate_WhenAClaimIsThereTwice_OnlyWeRefuse() =>
        OnlyWeRefuse(Forge(Es, Text(Header(Es)), Text(Payload())[..^1] + ",\"sub\":\"admin\"}"), JwsRefusal.Payload);

    [Fact]
    public void D4_Validate_WhenExpiryIsText_OnlyWeRefuse() =>
        OnlyWeRefuse(Forge(Es, Header(Es), Payload().With("exp", $"{Now.ToUnixTimeSeconds() + 600}")), JwsRefusal.ClaimMalformed);

    [Fact]
    public void D4_Validate_WhenSignatureIsPadded_OnlyWeRefuse() => OnlyWeRefuse(Good() + "==", JwsRefusal.Encoding);

    [Fact]
    public void D4_Validate_WhenSignatureIsPlainBase64_OnlyWeRefuse()
    {
        string[] parts;
        do
            parts = Good().Split('.');
        while (!parts[2].AsSpan().ContainsAny('-', '_'));

        OnlyWeRefuse($"{parts[0]}.{parts[1]}.{parts[2].Replace('-', '+').Replace('_', '/')}", JwsRefusal.Encoding);
    }

    [Fact]
    public void D4_Validate_WhenTokenIsHuge_OnlyWeRefuse() =>
        OnlyWeRefuse(Forge(Es, Header(Es), Payload().With("note", new string('a', 100_000))), JwsRefusal.TooLong);

    [Fact]
    public void D4_Import_OfA1024BitKey_OnlyWeRefuse()
    {
        using var rsa = RSA.Create(1024);
        var signed = $"{Encode(Text(Header(Rs).With("kid", "weak")))}.{Encode(Text(Payload()))}";
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        SecondOpinion.Accepts($"{signed}.{Base64Url.EncodeToString(signature)}", Expected, [new RsaSecurityKey(rsa) { KeyId = "weak" }]).ShouldBeTrue();
        Should.Throw<CryptographicException>(() => SigningKeyMaterial.ImportPublic(SigningAlgorithm.Rs256, rsa.ExportSubjectPublicKeyInfo()));
    }

    private static void OnlyWeRefuse(string token, JwsRefusal reason)
    {
        SecondOpinion.Accepts(token, Expected, Keys).ShouldBeTrue();
        Validate(token).Refusal.ShouldBe(reason);
    }
}

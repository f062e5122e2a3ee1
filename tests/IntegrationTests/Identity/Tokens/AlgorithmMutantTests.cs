using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Satcom.Infrastructure.Identity.Tokens;
using static Satcom.IntegrationTests.Identity.Tokens.TestTokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>O32: whatever the header says and however it is signed, only a key's own algorithm counts.</summary>
public sealed class AlgorithmMutantTests
{
    private static readonly string[] Algorithms =
    [
        "none", "None", "NONE", "nOnE", "none ", "HS256", "HS384", "HS512", "RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512",
        "ES256K", "EdDSA", "RS1", "es256", "rs256", "ES256 ", " RS256", "ES256\0", "ES25", "RSA-OAEP", "dir", "A256GCM", "null",
    ];

    [Fact]
    public void O32_Read_OfTwoHundredAlgorithmMutants_AcceptsNone()
    {
        var mutants = HeaderMutants().Concat(SignatureMutants()).ToList();

        mutants.Count.ShouldBeGreaterThanOrEqualTo(200);
        mutants.Where(mutant => Read(mutant.Token).Succeeded).Select(mutant => mutant.Name).ShouldBeEmpty();
        Read(Good(Es)).Succeeded.ShouldBeTrue();
        Read(Good(Rs)).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, "RS256")]
    [InlineData(true, "ES256")]
    [InlineData(true, "PS256")]
    [InlineData(false, "none")]
    [InlineData(false, "HS256")]
    public void O32_Read_WhenAlgorithmIsNotTheKeysOwn_RefusesBeforeVerifying(bool rsa, string algorithm) =>
        Read(Forge(Key(rsa), Header(Key(rsa)).With("alg", algorithm), Payload())).Refusal.ShouldBe(JwsRefusal.Algorithm);

    /// <summary>Every wrong name, signed in the ways that a confused verifier would accept.</summary>
    private static IEnumerable<(string Name, string Token)> HeaderMutants()
    {
        foreach (var key in new[] { Es, Rs })
        {
            var own = key.PublicJwk.Alg;
            var swapped = string.Equals(own, "ES256", StringComparison.Ordinal) ? "RS256" : "ES256";
            foreach (var algorithm in Algorithms.Append(swapped))
            {
                var signed = $"{Encode(Text(Header(key).With("alg", algorithm)))}.{Encode(Text(Payload()))}";
                yield return ($"{own} as {algorithm}, own signature", With(signed, Sign(key, signed)));
                yield return ($"{own} as {algorithm}, no signature", With(signed, []));
                foreach (var (form, secret) in PublicForms(key))
                    yield return ($"{own} as {algorithm}, HMAC with {form}", With(signed, HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed))));
            }
        }
    }

    private static IEnumerable<(string Form, byte[] Secret)> PublicForms(SigningKeyMaterial key)
    {
        yield return ("SPKI", key.ExportPublic());
        yield return ("PEM", Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.ExportPublic())));
        yield return ("JWK", JsonSerializer.SerializeToUtf8Bytes(key.PublicJwk));
    }

    /// <summary>A right header over a wrong signature.</summary>
    private static IEnumerable<(string Name, string Token)> SignatureMutants()
    {
        var es = $"{Encode(Text(Header(Es)))}.{Encode(Text(Payload()))}";
        var rs = $"{Encode(Text(Header(Rs)))}.{Encode(Text(Payload()))}";
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        byte[] zero = new byte[32], one = [.. new byte[31], 1], max = [.. Enumerable.Repeat((byte)255, 32)];
        var good = Sign(Es, es);
        byte[][] halves = [zero, one, order, max, good[..32], good[32..]];
        foreach (var r in halves)
        {
            foreach (var s in halves)
            {
                byte[] signature = [.. r, .. s];
                if (!signature.AsSpan().SequenceEqual(good))
                    yield return ($"ES256 r={r[0]:x} s={s[0]:x}", With(es, signature));
            }
        }

        using var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(Es.ExportPkcs8(), out _);
        var data = Encoding.ASCII.GetBytes(es);
        yield return ("ES256 in DER", With(es, ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        yield return ("ES256 over SHA-384", With(es, ec.SignData(data, HashAlgorithmName.SHA384)));
        yield return ("ES256 over SHA-1", With(es, ec.SignData(data, HashAlgorithmName.SHA1)));
        foreach (var curve in new[] { ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521, ECCurve.CreateFromValue("1.3.132.0.10") })
        {
            using var other = ECDsa.Create(curve);
            yield return ($"ES256 on {curve.Oid.Value}", With(es, other.SignData(data, HashAlgorithmName.SHA256)));
        }

        foreach (var length in new[] { 0, 1, 32, 63, 65, 96, 128 })
            yield return ($"ES256 of {length} bytes", With(es, good.Concat(good).Take(length).ToArray()));

        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Rs.ExportPkcs8(), out _);
        data = Encoding.ASCII.GetBytes(rs);
        var right = Sign(Rs, rs);
        yield return ("RS256 with PSS", With(rs, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        yield return ("RS256 over SHA-512", With(rs, rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)));
        yield return ("RS256 over SHA-1", With(rs, rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)));
        yield return ("RS256 all zero", With(rs, new byte[256]));
        yield return ("RS256 one", With(rs, [.. new byte[255], 1]));
        yield return ("RS256 above the modulus", With(rs, [.. Enumerable.Repeat((byte)255, 256)]));
        yield return ("RS256 with a leading zero", With(rs, [0, .. right]));
        yield return ("RS256 cut", With(rs, right[..^1]));
        yield return ("RS256 empty", With(rs, []));
        yield return ("RS256 by the ES256 key", With(rs, Sign(Es, rs)));
        yield return ("ES256 by the RS256 key", With(es, Sign(Rs, es)));
        yield return ("ES256 of another token", With(es, Sign(Es, es + "x")));
    }

    private static string With(string signed, byte[] signature) => $"{signed}.{Base64Url.EncodeToString(signature)}";
}

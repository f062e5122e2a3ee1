using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Bench.Measures;

/// <summary>Whole access tokens, written and read by the service's own classes, beside what .NET's cryptography alone costs for the same bytes: on one core of this process.</summary>
internal sealed class TokenMeasure(Report report, TimeProvider time)
{
    private static readonly TimeSpan Stretch = TimeSpan.FromMilliseconds(250);

    /// <param name="token">An access token of the service's, whose content is signed anew.</param>
    /// <param name="issuer">Whose it is.</param>
    /// <returns>Microseconds that a bare verification by ES256 takes.</returns>
    public double Run(string token, string issuer, int rounds)
    {
        report.Say("| one core | whole token µs | bare µs | ÷ bare | tokens a second |");
        report.Say("|---|--:|--:|--:|--:|");
        var payload = Base64Url.DecodeFromChars(token.Split('.')[1]);
        var bare = OfAlgorithm(SigningAlgorithm.Es256, payload, issuer, rounds);
        OfAlgorithm(SigningAlgorithm.Rs256, payload, issuer, rounds);
        return bare;
    }

    private double OfAlgorithm(SigningAlgorithm algorithm, byte[] payload, string issuer, int rounds)
    {
        using var key = SigningKeyMaterial.Generate(algorithm);
        var keys = new SigningKeySet([key]);
        var expected = TokenExpectations.AccessToken(issuer, new TokenOptions().Audience);
        var now = time.GetUtcNow();
        var written = JwsWriter.Write(key, TokenExpectations.AccessTokenType, payload);
        var end = written.LastIndexOf('.');
        var (signed, signature) = (Encoding.ASCII.GetBytes(written[..end]), Base64Url.DecodeFromChars(written.AsSpan(end + 1)));
        using var other = Open(key);

        Compare("sign", () => JwsWriter.Write(key, TokenExpectations.AccessTokenType, payload).Length > 0, () => Sign(other, signed).Length == signature.Length);
        return Compare("first sight", () => AccessTokenValidator.Validate(written, expected, keys, now).Succeeded, () => Verify(other, signed, signature));

        double Compare(string what, Func<bool> whole, Func<bool> bare)
        {
            var pairs = new List<(double Whole, double Bare)>();
            for (var i = 0; i <= rounds; i++)
            {
                // Of the first, which the compiler takes part in, nothing is said.
                var pair = (Microseconds(whole), Microseconds(bare));
                if (i > 0)
                {
                    pairs.Add(pair);
                }
            }

            var (ours, theirs) = (Report.Median(pairs.Select(p => p.Whole)), Report.Median(pairs.Select(p => p.Bare)));
            report.Say(Report.F($"| {key.PublicJwk.Alg}, {what} | {ours:0.0} | {theirs:0.0} | **{Report.Median(pairs.Select(p => p.Whole / p.Bare)):0.00}** | {1_000_000 / ours:0} |"));
            return theirs;
        }
    }

    private static AsymmetricAlgorithm Open(SigningKeyMaterial key)
    {
        AsymmetricAlgorithm handle = key.Algorithm == SigningAlgorithm.Rs256 ? RSA.Create() : ECDsa.Create();
        handle.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
        return handle;
    }

    private static byte[] Sign(AsymmetricAlgorithm key, byte[] data) =>
        key is RSA rsa ? rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : ((ECDsa)key).SignData(data, HashAlgorithmName.SHA256);

    private static bool Verify(AsymmetricAlgorithm key, byte[] data, byte[] signature) =>
        key is RSA rsa ? rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : ((ECDsa)key).VerifyData(data, signature, HashAlgorithmName.SHA256);

    private static double Microseconds(Func<bool> once)
    {
        var (count, began) = (0, Stopwatch.GetTimestamp());
        do
        {
            for (var i = 0; i < 16; i++, count++)
            {
                if (!once())
                {
                    throw new BenchException("A token that was written to be good was refused.");
                }
            }
        }
        while (Stopwatch.GetElapsedTime(began) < Stretch);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
    }
}

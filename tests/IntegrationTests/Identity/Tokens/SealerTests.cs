using System.Security.Cryptography;
using System.Text;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

public sealed class SealerTests
{
    private static readonly byte[] Old = RandomNumberGenerator.GetBytes(Sealer.KeyLength);
    private static readonly byte[] New = RandomNumberGenerator.GetBytes(Sealer.KeyLength);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void A32_TryOpen_WhenSealedForThisPlace_GivesThePlaintext(int length)
    {
        using var sealer = new Sealer([New]);
        var secret = RandomNumberGenerator.GetBytes(length);

        var envelope = sealer.Seal(secret, "signing_keys:private:a");

        envelope.Length.ShouldBe(length + 33);
        envelope[0].ShouldBe((byte)2);
        envelope[1..5].ShouldBe(SHA256.HashData(New)[..4]);
        sealer.TryOpen(envelope, "signing_keys:private:a", out var opened).ShouldBeTrue();
        opened.ShouldBe(secret);
    }

    [Fact]
    public void A32_TryOpen_WhenTwoRowsAreSwapped_Refuses()
    {
        using var sealer = new Sealer([New]);
        var (a, b) = (sealer.Seal("first"u8, "signing_keys:private:a"), sealer.Seal("other"u8, "signing_keys:private:b"));

        sealer.TryOpen(a, "signing_keys:private:b", out _).ShouldBeFalse();
        sealer.TryOpen(b, "signing_keys:private:a", out _).ShouldBeFalse();
        sealer.TryOpen(a, "signing_keys:public:a", out _).ShouldBeFalse();
        sealer.TryOpen(a, "signing_keys:private:a", out _).ShouldBeTrue();
    }

    [Fact]
    public void A32_TryOpen_WhenAnyByteIsChangedOrCut_Refuses()
    {
        using var sealer = new Sealer([New, Old]);
        var envelope = sealer.Seal("secret"u8, "place");
        for (var index = 0; index < envelope.Length; index++)
        {
            var changed = envelope.ToArray();
            changed[index] ^= 1;
            sealer.TryOpen(changed, "place", out var opened).ShouldBeFalse();
            opened.ShouldBeNull();
            sealer.TryOpen(envelope.AsSpan(0, index), "place", out _).ShouldBeFalse();
        }

        sealer.TryOpen([.. envelope, 0], "place", out _).ShouldBeFalse();
    }

    [Fact]
    public void A32_Seal_TwiceTheSame_UsesANonceOfItsOwn()
    {
        using var sealer = new Sealer([New]);

        Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(sealer.Seal("secret"u8, "place").AsSpan(5, 12))).Distinct(StringComparer.Ordinal)
            .Count().ShouldBe(1000);
    }

    [Fact]
    public void A32_Seal_NeverShowsThePlaintext()
    {
        using var sealer = new Sealer([New]);

        sealer.Seal("canary-canary"u8, "place").AsSpan().IndexOf("canary"u8).ShouldBe(-1);
    }

    [Fact]
    public void A32_TryOpen_DuringRotation_OpensWithEachKeyAndSealsWithTheFirst()
    {
        using var before = new Sealer([Old]);
        using var during = new Sealer([New, Old]);
        using var after = new Sealer([New]);
        var old = before.Seal("secret"u8, "place");
        var renewed = during.Seal("secret"u8, "place");

        during.TryOpen(old, "place", out var opened).ShouldBeTrue();
        Encoding.ASCII.GetString(opened!).ShouldBe("secret");
        during.NeedsResealing(old).ShouldBeTrue();
        during.NeedsResealing(renewed).ShouldBeFalse();
        after.TryOpen(renewed, "place", out _).ShouldBeTrue();
        after.TryOpen(old, "place", out _).ShouldBeFalse();
        before.TryOpen(renewed, "place", out _).ShouldBeFalse();
    }

    [Fact]
    public void A32_TryOpen_OfWhatTheKeyItselfSealed_OpensAndAsksToBeSealedAnew()
    {
        // As it was before each purpose got a derived key: version, key id, nonce, ciphertext, tag.
        var envelope = new byte[33 + 6];
        envelope[0] = 1;
        SHA256.HashData(New)[..4].CopyTo(envelope, 1);
        using (var cipher = new AesGcm(New, 16))
        {
            cipher.Encrypt(envelope.AsSpan(5, 12), "secret"u8, envelope.AsSpan(17, 6), envelope.AsSpan(23), [.. envelope[..5], .. "place"u8]);
        }

        using var sealer = new Sealer([New]);

        sealer.TryOpen(envelope, "place", out var opened).ShouldBeTrue();
        Encoding.ASCII.GetString(opened!).ShouldBe("secret");
        sealer.NeedsResealing(envelope).ShouldBeTrue();
        envelope[0] = 2;
        sealer.TryOpen(envelope, "place", out _).ShouldBeFalse("the key itself seals no more");
    }

    [Fact]
    public void A32_Construct_WhenKeysAreUnfit_Throws()
    {
        Should.Throw<ArgumentException>(() => new Sealer([]));
        Should.Throw<ArgumentException>(() => new Sealer([new byte[16]]));
        Should.Throw<ArgumentException>(() => new Sealer([New, New]));
    }

    [Fact]
    public void A32_Seal_WithoutAssociatedData_Throws()
    {
        using var sealer = new Sealer([New]);

        Should.Throw<ArgumentException>(() => sealer.Seal("secret"u8, ""));
    }
}

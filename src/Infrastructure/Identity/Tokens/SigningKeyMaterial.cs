using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// A signing key that any number of threads may sign and verify with at once. A retired key may be held without its private
/// part. Dispose only when nothing can hold the key any more: a later use throws.
/// </summary>
/// <remarks>
/// Instance members of <see cref="ECDsa"/> and <see cref="RSA"/> are not documented as thread safe, and importing a key costs
/// nearly twice what verifying with it does, because the point is checked again. So each operation borrows a handle of its
/// own from a pool; at rest the pool holds at most two handles per processor.
/// </remarks>
internal sealed class SigningKeyMaterial : IDisposable
{
    public const int MinRsaBits = 2048;
    private const int Es256SignatureLength = 64;

    private readonly byte[] _encoded;
    private readonly byte[] _kidUtf8;
    private readonly byte[] _algorithmUtf8;
    private readonly ObjectPool<AsymmetricAlgorithm> _handles;

    private SigningKeyMaterial(SigningAlgorithm algorithm, bool canSign, byte[] encoded, string? kid = null)
    {
        Algorithm = algorithm;
        CanSign = canSign;
        _encoded = encoded;
        _handles = new DefaultObjectPoolProvider().Create(new HandlePolicy(this));
        var handle = _handles.Get();
        var described = PublicJwkFactory.Describe(handle);
        PublicJwk = kid is null ? described : described with { Kid = kid };
        SignatureLength = handle is RSA rsa ? (rsa.KeySize + 7) / 8 : Es256SignatureLength;
        _handles.Return(handle);
        _kidUtf8 = Encoding.ASCII.GetBytes(PublicJwk.Kid);
        _algorithmUtf8 = Encoding.ASCII.GetBytes(PublicJwk.Alg);
    }

    public SigningAlgorithm Algorithm { get; }

    public bool CanSign { get; }

    /// <summary>The RFC 7638 thumbprint: the same key has the same name wherever it is loaded. Somebody else's key has the name that they gave it.</summary>
    public string Kid => PublicJwk.Kid;

    public PublicJwk PublicJwk { get; }

    /// <summary>Bytes of every signature of this key.</summary>
    public int SignatureLength { get; }

    internal ReadOnlySpan<byte> KidUtf8 => _kidUtf8;

    internal ReadOnlySpan<byte> AlgorithmUtf8 => _algorithmUtf8;

    public static SigningKeyMaterial Generate(SigningAlgorithm algorithm, int rsaBits = MinRsaBits)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            SigningAlgorithm.Rs256 => RSA.Create(rsaBits),
            SigningAlgorithm.Es256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        return new SigningKeyMaterial(algorithm, canSign: true, key.ExportPkcs8PrivateKey());
    }

    /// <exception cref="CryptographicException">Not a key of that algorithm, not on P-256, or too few RSA bits.</exception>
    public static SigningKeyMaterial ImportPkcs8(SigningAlgorithm algorithm, ReadOnlySpan<byte> pkcs8) =>
        new(algorithm, canSign: true, pkcs8.ToArray());

    /// <inheritdoc cref="ImportPkcs8"/>
    /// <param name="kid">ASCII; the thumbprint unless it is given.</param>
    public static SigningKeyMaterial ImportPublic(SigningAlgorithm algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, string? kid = null) =>
        new(algorithm, canSign: false, subjectPublicKeyInfo.ToArray(), kid);

    /// <summary>The private key for storage. The caller seals it and clears the array.</summary>
    public byte[] ExportPkcs8() => CanSign ? _encoded.AsSpan().ToArray() : throw new InvalidOperationException("The key has no private part.");

    public byte[] ExportPublic()
    {
        var handle = _handles.Get();
        try
        {
            return handle.ExportSubjectPublicKeyInfo();
        }
        finally
        {
            _handles.Return(handle);
        }
    }

    /// <summary>Writes <see cref="SignatureLength"/> bytes.</summary>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (!CanSign)
            throw new InvalidOperationException("The key has no private part.");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        var signature = destination[..SignatureLength];
        var handle = _handles.Get();
        try
        {
            var written = handle is RSA rsa
                ? rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)handle).SignHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            if (written != SignatureLength)
                throw new CryptographicException("The signature has an unexpected length.");
        }
        finally
        {
            _handles.Return(handle);
        }
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength || (Algorithm == SigningAlgorithm.Es256 && HasZeroHalf(signature)))
            return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        var handle = _handles.Get();
        try
        {
            return handle is RSA rsa
                ? rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)handle).VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // Some platforms answer a signature out of range with an exception; bad input is a refusal everywhere.
            return false;
        }
        finally
        {
            _handles.Return(handle);
        }
    }

    public void Dispose()
    {
        (_handles as IDisposable)?.Dispose();
        CryptographicOperations.ZeroMemory(_encoded);
    }

    /// <summary>Says which key it is and never what it is.</summary>
    public override string ToString() => $"{PublicJwk.Alg} {Kid}";

    /// <summary>Zero is outside the range of r and s, and verifiers that forgot it accepted a blank signature for any text.</summary>
    internal static bool HasZeroHalf(ReadOnlySpan<byte> signature)
    {
        var half = signature.Length / 2;
        return !signature[..half].ContainsAnyExcept((byte)0) || !signature[half..].ContainsAnyExcept((byte)0);
    }

    private AsymmetricAlgorithm Open()
    {
        AsymmetricAlgorithm handle = Algorithm == SigningAlgorithm.Rs256 ? RSA.Create() : ECDsa.Create();
        try
        {
            int read;
            if (CanSign)
                handle.ImportPkcs8PrivateKey(_encoded, out read);
            else
                handle.ImportSubjectPublicKeyInfo(_encoded, out read);
            return read == _encoded.Length ? handle : throw new CryptographicException("Bytes follow the key.");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private sealed class HandlePolicy(SigningKeyMaterial owner) : PooledObjectPolicy<AsymmetricAlgorithm>
    {
        public override AsymmetricAlgorithm Create() => owner.Open();

        public override bool Return(AsymmetricAlgorithm obj) => true;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Satcom.Application.Identity;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.Infrastructure.Identity;

internal sealed class SignInSecrets(IOptions<KeyOptions> keys, Sealer sealer) : ISignInSecrets
{
    private const int Codes = 1_000_000;

    private readonly byte[] _codeKey = keys.Value.Lasting("device-codes");
    private readonly byte[] _subjectKey = keys.Value.Lasting("allowances");

    public (string Text, byte[] Hash) Create(SecretKind kind, Guid tenantId)
    {
        var token = OpaqueToken.Create(Prefix(kind), tenantId);
        return (token.Reveal(), token.Hash.ToArray());
    }

    public (Guid TenantId, byte[] Hash)? Read(SecretKind kind, string text) =>
        OpaqueToken.TryParse(text, Prefix(kind), out var token) ? (token.TenantId, token.Hash.ToArray()) : null;

    public string CreateCode() => RandomNumberGenerator.GetInt32(Codes).ToString("D6", CultureInfo.InvariantCulture);

    public byte[] HashCode(Guid tenantId, Guid challengeId, string code) =>
        HMACSHA256.HashData(_codeKey, Encoding.UTF8.GetBytes($"{tenantId:N}{challengeId:N}{code}"));

    public byte[] KeyOf(string what, string subject) => HMACSHA256.HashData(_subjectKey, Encoding.UTF8.GetBytes($"{what}\n{subject}"));

    public byte[] SealSuccessor(Guid spentTokenId, string successor) => sealer.Seal(Encoding.ASCII.GetBytes(successor), Place(spentTokenId));

    public string OpenSuccessor(Guid spentTokenId, byte[] sealedSuccessor) =>
        sealer.TryOpen(sealedSuccessor, Place(spentTokenId), out var successor)
            ? Encoding.ASCII.GetString(successor)
            : throw new InvalidOperationException("The successor of a refresh token cannot be opened.");

    private static string Place(Guid spentTokenId) => $"refresh_tokens:sealed_successor:{spentTokenId:N}";

    private static string Prefix(SecretKind kind) => kind switch
    {
        SecretKind.Challenge => "sdc",
        SecretKind.Device => "sdt",
        SecretKind.Link => "spl",
        SecretKind.ClientSecret => "scs",
        SecretKind.ClientRefresh => "sor",
        SecretKind.AuthorizationCode => "sac",
        SecretKind.PendingAuthorization => "spa",
        SecretKind.Browser => "sbr",
        SecretKind.BrowserSession => "sbs",
        SecretKind.DeviceCode => "sdg",
        SecretKind.LeaveFeed => "slf",
    };
}

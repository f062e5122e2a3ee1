using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Gives a confidential client a token of its own (RFC 6749, section 4.4).</summary>
/// <param name="Scope">What it asks for; null for all that it may have.</param>
/// <param name="Resource">Who the token is for; null for the API.</param>
[Anonymous]
[NoReplay]
[AuditAction("oauth.issueClientToken")]
public sealed record IssueClientTokenCommand(ClientProof Client, string? Scope, string? Resource) : ICommand<TokenReply>;

internal sealed class IssueClientTokenHandler(ClientGate gate, IProviderTokens tokens, TimeProvider time) : IRequestHandler<IssueClientTokenCommand, Result<TokenReply>>
{
    public async Task<Result<TokenReply>> Handle(IssueClientTokenCommand request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (client.Kind == OAuthClientKind.Public || !client.Grants.Contains(OAuthGrantTypes.ClientCredentials))
        {
            return new ProtocolRefused(ProtocolError.UnauthorizedClient, "The client may not use this grant.");
        }

        var own = client.Scopes.Intersect(ProviderScopes.ForClients, StringComparer.Ordinal).ToList();
        if (ProviderScopes.Parse(request.Scope) is not { } asked || asked.Except(own, StringComparer.Ordinal).Any())
        {
            return new ProtocolRefused(ProtocolError.InvalidScope, "The scope is not one that the client has for itself.");
        }

        if (own.Count == 0)
        {
            return new ProtocolRefused(ProtocolError.InvalidScope, "The client has no scope for itself.");
        }

        if (!client.MayTarget(request.Resource))
        {
            return new ProtocolRefused(ProtocolError.InvalidTarget, "The resource is not one of the client's.");
        }

        var granted = asked.Count == 0 ? own : asked;
        var content = new AccessTokenContent(
            request.Client.Issuer, request.Resource, TokenLimits.SubjectOf(client), client.ClientId, SessionId: null, client.TenantId, granted, AuthenticatedAt: null, Methods: []);
        var token = await tokens.IssueAccessTokenAsync(content, time.GetUtcNow(), cancellationToken);
        return new TokenReply(token.Token, token.ExpiresIn, ProviderScopes.Join(granted));
    }
}

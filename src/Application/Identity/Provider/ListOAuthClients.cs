using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>The tenant's clients, newest first.</summary>
[Requires(Permissions.OAuthClientsManage)]
public sealed record ListOAuthClientsQuery : IQuery<Page<OAuthClientDto>>, IPagedQuery
{
    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListOAuthClientsValidator : AbstractValidator<ListOAuthClientsQuery>
{
    public ListOAuthClientsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListOAuthClientsHandler(ISatcomDb db, TimeProvider time) : IRequestHandler<ListOAuthClientsQuery, Result<Page<OAuthClientDto>>>
{
    public async Task<Result<Page<OAuthClientDto>>> Handle(ListOAuthClientsQuery request, CancellationToken cancellationToken)
    {
        var rows = db.OAuthClients.AsNoTracking().Where(c => c.DeletedAt == null && c.ClientId != OAuthClient.ConsoleId);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(c => c.CreatedAt <= at && (c.CreatedAt < at || c.Id.CompareTo(id) < 0));
        }

        var page = await rows.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).Take(request.Limit + 1)
            .Select(OAuthClientDto.Projection(db, time.GetUtcNow())).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, c => Cursor.Of(c.CreatedAt, c.Id));
    }
}

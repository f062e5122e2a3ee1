using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>What the caller has allowed integrators' programs, the latest first.</summary>
[SignedIn]
public sealed record ListConsentsQuery : IQuery<Page<ConsentDto>>, IPagedQuery
{
    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>What a person allowed a program.</summary>
/// <param name="Id">Names it when it is taken back.</param>
/// <param name="ClientName">What the program is called.</param>
/// <param name="Scopes">What it was allowed.</param>
/// <param name="GrantedAt">When it was last allowed something, in UTC.</param>
public sealed record ConsentDto(Guid Id, string ClientName, IReadOnlyList<string> Scopes, DateTimeOffset GrantedAt)
{
    /// <summary>The latest first; those of programs that were deleted are left out.</summary>
    internal static IQueryable<ConsentDto> Of(ISatcomDb db, IQueryable<Consent> consents) =>
        from consent in consents
        join client in db.OAuthClients on consent.OAuthClientId equals client.Id
        where client.DeletedAt == null
        orderby consent.GrantedAt descending, consent.Id descending
        select new ConsentDto(consent.Id, client.Name, consent.Scopes, consent.GrantedAt);
}

internal sealed class ListConsentsValidator : AbstractValidator<ListConsentsQuery>
{
    public ListConsentsValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class ListConsentsHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<ListConsentsQuery, Result<Page<ConsentDto>>>
{
    public async Task<Result<Page<ConsentDto>>> Handle(ListConsentsQuery request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        var rows = db.Consents.AsNoTracking().Where(c => c.UserId == me);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(c => c.GrantedAt <= at && (c.GrantedAt < at || c.Id.CompareTo(id) < 0));
        }

        var page = await ConsentDto.Of(db, rows).Take(request.Limit + 1).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, c => Cursor.Of(c.GrantedAt, c.Id));
    }
}

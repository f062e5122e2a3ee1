using System.ComponentModel;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.People;

/// <summary>The company's accounts that the filters let through, newest first.</summary>
[Requires(Permissions.UsersRead)]
public sealed record ListUsersQuery : IQuery<Page<UserDto>>, IPagedQuery
{
    public const int SearchMaxLength = 200;

    /// <summary>Words, each of which must begin a word of the name, the address or the employee code.</summary>
    public string? Search { get; init; }

    /// <summary>A role that they have.</summary>
    public string? Role { get; init; }

    /// <summary>Whether they can sign in.</summary>
    public UserStatusFilter? Status { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

/// <summary>Which accounts a list shows.</summary>
[Description("Which accounts a list shows.")]
public enum UserStatusFilter
{
    /// <summary>Not shut, invited ones too.</summary>
    Active,
    Deactivated,

    /// <summary>Active, and without a password as yet.</summary>
    Invited,

    /// <summary>The same as deactivated.</summary>
    Inactive,

    /// <summary>Active, and held up at sign-in after wrong passwords just now.</summary>
    Locked,
}

internal sealed class ListUsersValidator : AbstractValidator<ListUsersQuery>
{
    public ListUsersValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Search).MaximumLength(ListUsersQuery.SearchMaxLength);
        RuleFor(q => q.Role).OneOf([.. Roles.OfCompany, .. Roles.OfPlatform]);
        RuleFor(q => q.Status).IsInEnum();
    }
}

internal sealed class ListUsersHandler(ISatcomDb db, Locks locks) : IRequestHandler<ListUsersQuery, Result<Page<UserDto>>>
{
    public async Task<Result<Page<UserDto>>> Handle(ListUsersQuery request, CancellationToken cancellationToken)
    {
        var users = await FilterAsync(db.Users.AsNoTracking(), request, cancellationToken);
        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            users = users.Where(u => u.CreatedAt <= at && (u.CreatedAt < at || u.Id.CompareTo(id) < 0));
        }

        var page = await UserDto.Of(db, users)
            .OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id)
            .Take(request.Limit + 1)
            .ToListAsync(cancellationToken);
        await locks.TellAsync(page, cancellationToken);
        return Paging.ToPage(page, request.Limit, u => Cursor.Of(u.CreatedAt, u.Id));
    }

    private async Task<IQueryable<User>> FilterAsync(IQueryable<User> users, ListUsersQuery query, CancellationToken cancellationToken)
    {
        if (query.Role is { } role)
        {
            users = users.Where(u => u.Roles.Contains(role));
        }

        var locked = query.Status == UserStatusFilter.Locked ? await locks.AllAsync(cancellationToken) : [];
        users = query.Status switch
        {
            UserStatusFilter.Active => users.Where(u => u.Status == UserStatus.Active),
            UserStatusFilter.Deactivated or UserStatusFilter.Inactive => users.Where(u => u.Status == UserStatus.Deactivated),
            UserStatusFilter.Invited => users.Where(u => u.Status == UserStatus.Active && u.PasswordHash == null),
            UserStatusFilter.Locked => users.Where(u => u.Status == UserStatus.Active && locked.Contains(u.Id)),
            null => users,
        };

        return string.IsNullOrWhiteSpace(query.Search) ? users : UserSearch.Find(db, users, query.Search);
    }
}

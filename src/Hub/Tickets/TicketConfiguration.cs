using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Tickets;

internal sealed class TicketConfiguration : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets").HasKey(t => t.Number);
        builder.Property(t => t.Number).ValueGeneratedNever();
        builder.Ignore(t => t.Appended);
    }

    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages").HasKey(m => new { m.Ticket, m.Seq });
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasOne<Ticket>().WithMany().HasForeignKey(m => m.Ticket);
    }
}

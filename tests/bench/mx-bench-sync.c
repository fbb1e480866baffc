/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A first sync of a big account, made of what a homeserver really sends: lazily loaded
 * members, twenty messages a room and more in the busy ones, HTML beside plain bodies,
 * replies, reactions, membership changes with what was before, several scripts and
 * emoji, receipts, tags, direct chats, encrypted rooms, spaces and a few hundred push
 * rules. Sizes are spread as in a real account: most rooms are small, some are huge. Everything
 * follows from the seed. */

#include "config.h"

#include "mx-bench-sync.h"

#define LAST_TS    G_GINT64_CONSTANT (1735689600000)
#define N_PEOPLE   4000
#define MESSAGES   20
#define MAX_SPREAD 12

typedef struct
{
  GString *out;
  GRand *rand;
  const char *user_id;
  guint n_events;
  guint room;
  gint64 ts;
  gboolean is_direct;
} Maker;

static const char *const words[] = {
  "the",
  "page",
  "revert",
  "vandalism",
  "please",
  "look",
  "at",
  "this",
  "diff",
  "thanks",
  "bot",
  "policy",
  "talk",
  "template",
  "category",
  "upload",
  "licence",
  "commons",
  "stewards",
  "meeting",
  "tomorrow",
  "draft",
  "review",
  "merged",
  "שלום",
  "مرحبا",
  "صفحة",
  "привет",
  "страница",
  "ページ",
  "编辑",
  "café",
  "Ünïcödé",
  "👍",
  "🎉",
  "👩‍💻",
  "https://example.org/wiki/Main_Page",
};

static const char *const names[] = {
  "Ann",
  "Ben",
  "Cléo",
  "Dmitri",
  "Élodie",
  "فاطمة",
  "Giulia",
  "花子",
  "Ivan",
  "Jürgen",
  "Kaya",
  "Löwe",
  "Mira 🌿",
  "Nils",
};

static void
put_id (Maker *self,
        guint  n)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  guint64 state = n * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) + 1;
  guint i;

  for (i = 0; i < 43; i++) {
    state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
    g_string_append_c (self->out, digits[state >> 58]);
  }
}

static void
put_person (Maker *self,
            guint  person)
{
  g_string_append_printf (self->out, "@person-%u:server%u.example", person, person % 40);
}

static guint
pick_person (Maker *self)
{
  /* A room has its own circle of people. */
  return (self->room * 7 + (guint) g_rand_int_range (self->rand, 0, 12)) % N_PEOPLE;
}

static void
put_words (Maker *self,
           guint  n)
{
  guint i;

  for (i = 0; i < n; i++)
    g_string_append_printf (self->out, "%s%s", i > 0 ? " " : "",
                            words[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (words))]);
}

static void
begin_event (Maker      *self,
             const char *type,
             guint       sender)
{
  if (self->out->str[self->out->len - 1] == '}')
    g_string_append_c (self->out, ',');
  g_string_append_printf (self->out, "{\"type\":\"%s\",\"sender\":\"", type);
  put_person (self, sender);
  g_string_append (self->out, "\",\"content\":{");
}

static void
end_event (Maker      *self,
           const char *state_key)
{
  self->ts += 1 + g_rand_int_range (self->rand, 0, 90000);
  g_string_append (self->out, "}");
  if (state_key)
    g_string_append_printf (self->out, ",\"state_key\":\"%s\"", state_key);
  g_string_append_printf (self->out, ",\"origin_server_ts\":%" G_GINT64_FORMAT, self->ts);
  g_string_append_printf (self->out,
                          ",\"unsigned\":{\"membership\":\"join\",\"age\":%" G_GINT64_FORMAT "},\"event_id\":\"$",
                          LAST_TS + 60000 - self->ts);
  put_id (self, ++self->n_events);
  g_string_append (self->out, "\"}");
}

static void
put_member (Maker *self,
            guint  person)
{
  g_autoptr (GString) key = g_string_new (NULL);

  begin_event (self, "m.room.member", person);
  g_string_append_printf (self->out, "\"membership\":\"join\",\"displayname\":\"%s %u\","
                                     "\"avatar_url\":\"mxc://server%u.example/",
                          names[person % G_N_ELEMENTS (names)], person, person % 40);
  put_id (self, person + 1000000);
  g_string_append (self->out, "\"");
  g_string_append_printf (key, "@person-%u:server%u.example", person, person % 40);
  end_event (self, key->str);
}

static void
put_own_member (Maker *self)
{
  g_string_append_printf (self->out, ",{\"type\":\"m.room.member\",\"sender\":\"%s\",\"state_key\":\"%s\","
                                     "\"content\":{\"membership\":\"join\",\"displayname\":\"Me\"},"
                                     "\"origin_server_ts\":%" G_GINT64_FORMAT ",\"event_id\":\"$",
                          self->user_id, self->user_id, self->ts);
  put_id (self, ++self->n_events);
  g_string_append (self->out, "\"}");
}

static void
put_state (Maker *self)
{
  guint creator = self->room * 7 % N_PEOPLE;
  guint i;

  begin_event (self, "m.room.create", creator);
  g_string_append_printf (self->out, "\"room_version\":\"%u\"", 9 + self->room % 3);
  if (self->room % 50 == 49)
    g_string_append (self->out, ",\"type\":\"m.space\"");
  end_event (self, "");
  if (!self->is_direct) {
    begin_event (self, "m.room.name", creator);
    g_string_append_printf (self->out, "\"name\":\"Room %u ", self->room);
    put_words (self, 3);
    g_string_append_c (self->out, '"');
    end_event (self, "");
    begin_event (self, "m.room.topic", creator);
    g_string_append (self->out, "\"topic\":\"");
    put_words (self, 15);
    g_string_append_c (self->out, '"');
    end_event (self, "");
  }
  if (self->room % 3 == 0) {
    begin_event (self, "m.room.canonical_alias", creator);
    g_string_append_printf (self->out, "\"alias\":\"#room-%u:server%u.example\"", self->room, self->room % 40);
    end_event (self, "");
  }
  begin_event (self, "m.room.power_levels", creator);
  g_string_append (self->out, "\"ban\":50,\"events\":{\"m.room.avatar\":50,\"m.room.canonical_alias\":50,"
                              "\"m.room.encryption\":100,"
                              "\"m.room.history_visibility\":100,\"m.room.name\":50,\"m.room.power_levels\":100,"
                              "\"m.room.server_acl\":100,"
                              "\"m.room.tombstone\":100},\"events_default\":0,\"invite\":0,\"kick\":50,"
                              "\"redact\":50,\"state_default\":50,"
                              "\"users_default\":0,\"users\":{\"");
  put_person (self, creator);
  g_string_append (self->out, "\":100}");
  end_event (self, "");
  begin_event (self, "m.room.join_rules", creator);
  g_string_append_printf (self->out, "\"join_rule\":\"%s\"", self->is_direct ? "invite" : "public");
  end_event (self, "");
  begin_event (self, "m.room.history_visibility", creator);
  g_string_append (self->out, "\"history_visibility\":\"shared\"");
  end_event (self, "");
  begin_event (self, "m.room.guest_access", creator);
  g_string_append (self->out, "\"guest_access\":\"can_join\"");
  end_event (self, "");
  if (self->room % 8 == 5) {
    begin_event (self, "m.room.encryption", creator);
    g_string_append (self->out, "\"algorithm\":\"m.megolm.v1.aes-sha2\"");
    end_event (self, "");
  }
  for (i = 0; i < (self->is_direct ? 1 : 12); i++)
    put_member (self, (self->room * 7 + i) % N_PEOPLE);
  put_own_member (self);
}

static void
put_cipher (Maker *self)
{
  guint i;

  begin_event (self, "m.room.encrypted", pick_person (self));
  g_string_append (self->out, "\"algorithm\":\"m.megolm.v1.aes-sha2\",\"ciphertext\":\"");
  for (i = 0; i < 7; i++)
    put_id (self, self->n_events * 11 + i);
  g_string_append (self->out, "\",\"device_id\":\"ABCDEFGHIJ\",\"session_id\":\"");
  put_id (self, self->room + 5000000);
  g_string_append (self->out, "\",\"sender_key\":\"");
  put_id (self, self->room + 6000000);
  g_string_append_c (self->out, '"');
  end_event (self, NULL);
}

static void
put_text (Maker *self)
{
  guint n = (guint) g_rand_int_range (self->rand, 2, 40);
  gboolean html = g_rand_int_range (self->rand, 0, 4) == 0;

  begin_event (self, "m.room.message", pick_person (self));
  g_string_append (self->out, "\"msgtype\":\"m.text\",\"body\":\"");
  put_words (self, n);
  g_string_append (self->out, "\",\"m.mentions\":{}");
  if (html) {
    g_string_append (self->out, ",\"format\":\"org.matrix.custom.html\",\"formatted_body\":\"<p>");
    put_words (self, n);
    g_string_append (self->out, "</p>\\n<ul>\\n<li><a href=\\\"https://example.org/?a=1&amp;b=2\\\">diff</a></li>"
                                "\\n</ul>\"");
  }
  if (self->n_events > 3 && g_rand_int_range (self->rand, 0, 6) == 0) {
    g_string_append (self->out, ",\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"$");
    put_id (self, self->n_events - 1);
    g_string_append (self->out, "\"}}");
  }
  end_event (self, NULL);
}

static void
put_reaction (Maker *self)
{
  begin_event (self, "m.reaction", pick_person (self));
  g_string_append (self->out, "\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"key\":\"👍\",\"event_id\":\"$");
  put_id (self, self->n_events - 1);
  g_string_append (self->out, "\"}");
  end_event (self, NULL);
}

static void
put_picture (Maker *self)
{
  begin_event (self, "m.room.message", pick_person (self));
  g_string_append (self->out, "\"msgtype\":\"m.image\",\"body\":\"photo.jpg\",\"info\":{\"w\":1600,\"h\":1200,"
                              "\"size\":234567,"
                              "\"mimetype\":\"image/jpeg\","
                              "\"xyz.amorgan.blurhash\":\"LEHV6nWB2yk8pyo0adR*.7kCMdnj\"},"
                              "\"url\":\"mxc://server1.example/");
  put_id (self, self->n_events + 9000000);
  g_string_append_c (self->out, '"');
  end_event (self, NULL);
}

static void
put_timeline (Maker *self,
              gsize  until)
{
  guint n = 0;
  int die;

  g_string_append (self->out, "\"timeline\":{\"limited\":true,\"prev_batch\":\"t1-1234567_0_0_0_0\",\"events\":[");
  while (n < MESSAGES || self->out->len < until) {
    die = g_rand_int_range (self->rand, 0, 100);
    if (self->room % 8 == 5 && die < 85)
      put_cipher (self);
    else if (die < 80 || n == 0)
      put_text (self);
    else if (die < 88)
      put_reaction (self);
    else if (die < 92)
      put_picture (self);
    else
      put_member (self, pick_person (self));
    n++;
  }
  g_string_append (self->out, "]}");
}

/* Most rooms are small, a few have twelve times as much. */
static gsize
room_budget (Maker *self,
             gsize  average)
{
  double x = g_rand_double (self->rand);

  return (gsize) ((double) average * (x < 0.9 ? 0.6 + x * 0.4 : MAX_SPREAD * (x - 0.9) / 0.1 * 0.6));
}

static void
put_room (Maker *self,
          gsize  until)
{
  g_autofree char *id = mx_bench_sync_room_id (self->room);
  guint person = self->room * 7 % N_PEOPLE;

  self->is_direct = self->room % 10 == 3;
  self->ts = LAST_TS - (gint64) self->room * 3600000 - 4000000;
  g_string_append_printf (self->out, "%s\"%s\":{\"summary\":{\"m.joined_member_count\":%u,\"m.invited_member_count\":0",
                          self->room > 0 ? "," : "", id, self->is_direct ? 2 : 13 + self->room % 500);
  if (self->is_direct) {
    g_string_append (self->out, ",\"m.heroes\":[\"");
    put_person (self, person);
    g_string_append (self->out, "\"]");
  }
  g_string_append (self->out, "},\"state\":{\"events\":[");
  put_state (self);
  g_string_append (self->out, "]},");
  put_timeline (self, until);
  g_string_append (self->out, ",\"ephemeral\":{\"events\":[{\"type\":\"m.receipt\",\"content\":{\"$");
  put_id (self, self->n_events);
  g_string_append (self->out, "\":{\"m.read\":{\"");
  put_person (self, person);
  g_string_append_printf (self->out, "\":{\"ts\":%" G_GINT64_FORMAT ",\"thread_id\":\"main\"}}}}}]},"
                                     "\"account_data\":{\"events\":[",
                          self->ts);
  g_string_append (self->out, "{\"type\":\"m.fully_read\",\"content\":{\"event_id\":\"$");
  put_id (self, self->n_events - 2);
  g_string_append (self->out, "\"}}");
  if (self->room % 40 == 7)
    g_string_append (self->out, ",{\"type\":\"m.tag\",\"content\":{\"tags\":{\"m.favourite\":{\"order\":0.5}}}}");
  g_string_append_printf (self->out, "]},\"unread_notifications\":{\"notification_count\":%u,\"highlight_count\":%u}}",
                          self->room % 5 == 0 ? self->room % 30 : 0, self->room % 60 == 0 ? 1 : 0);
}

static void
put_account_data (Maker *self,
                  guint  n_rooms)
{
  guint i;

  g_string_append (self->out, "\"account_data\":{\"events\":[{\"type\":\"m.direct\",\"content\":{");
  for (i = 3; i < n_rooms; i += 10) {
    g_autofree char *id = mx_bench_sync_room_id (i);

    g_string_append (self->out, i > 3 ? ",\"" : "\"");
    put_person (self, i * 7 % N_PEOPLE);
    g_string_append_printf (self->out, "\":[\"%s\"]", id);
  }
  g_string_append (self->out, "}},{\"type\":\"m.push_rules\",\"content\":{\"global\":{\"override\":[],"
                              "\"content\":[],\"room\":[");
  for (i = 0; i < n_rooms; i += 9) {
    g_autofree char *id = mx_bench_sync_room_id (i);

    g_string_append_printf (self->out, "%s{\"rule_id\":\"%s\",\"default\":false,\"enabled\":true,\"actions\":[]}",
                            i > 0 ? "," : "", id);
  }
  g_string_append (self->out, "],\"sender\":[],\"underride\":[]}}}]}");
}

char *
mx_bench_sync_room_id (guint n)
{
  return g_strdup_printf ("!room-%u-%08x:server%u.example", n, n * 2654435761u, n % 40);
}

GBytes *
mx_bench_sync_new (const char *user_id,
                   guint       n_rooms,
                   gsize       bytes,
                   guint32     seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Maker self = { NULL, rand, user_id, 0, 0, 0, FALSE };

  self.out = g_string_sized_new (bytes + bytes / 4);
  g_string_append (self.out, "{\"next_batch\":\"s1\",");
  put_account_data (&self, n_rooms);
  g_string_append (self.out, ",\"rooms\":{\"join\":{");
  for (self.room = 0; self.room < n_rooms; self.room++)
    put_room (&self, self.out->len + room_budget (&self, (bytes - MIN (self.out->len, bytes)) / (n_rooms - self.room)));
  g_string_append (self.out, "}}}");
  return g_string_free_to_bytes (self.out);
}

// Products of the pretended shop.
import type { Category, ProductTile } from '$/api';

export const categories: Category[] = [
  { category_id: 1, name: 'Bakery', name_zh: '烘焙', hue: 70 },
  { category_id: 2, name: 'Dairy & eggs', name_zh: '乳品蛋类', hue: 230 },
  { category_id: 3, name: 'Coffee & tea', name_zh: '咖啡茶饮', hue: 50 },
  { category_id: 4, name: 'Fruit & vegetables', name_zh: '果蔬', hue: 145 },
  { category_id: 5, name: 'Sweets', name_zh: '甜食', hue: 20 },
  { category_id: 6, name: 'Household', name_zh: '日用', hue: 300 },
  { category_id: 7, name: 'Drinks', name_zh: '饮料', hue: 200 },
  { category_id: 8, name: 'Gifts', name_zh: '礼品', hue: 330 },
];

const rows: [string, string, number, number | null, number, ('each' | 'kg')?][] = [
  ['Sourdough loaf 750 g', '乡村酸面包 750克', 4.2, 12, 1],
  ['Oat milk, barista', '咖啡师燕麦奶 1升', 2.35, 40, 2],
  ['Comté, 18 months', '孔泰奶酪 18个月', 23, 3, 2, 'kg'],
  ['Espresso beans 1 kg', '意式浓缩咖啡豆 1公斤', 18.5, 22, 3],
  ['Blood oranges, loose', '散装血橙', 3.1, null, 4, 'kg'],
  ['Dark chocolate 72 %', '72%黑巧克力', 3.8, 65, 5],
  ['Olive oil, early harvest 500 ml', '早收橄榄油 500毫升', 14.9, 9, 6],
  ['Free-range eggs, ten', '散养鸡蛋 10枚', 3.95, 31, 2],
  ['Sparkling water 6 × 1 L', '气泡水 6×1升', 4.5, 18, 7],
  ['Rye crispbread', '黑麦脆饼', 2.6, 27, 1],
  ['Linen tea towel', '亚麻茶巾', 9, 14, 6],
  ['Strawberry jam 340 g', '草莓果酱 340克', 4.75, 20, 5],
  ['Paper bag, large', '大号纸袋', 0.3, 400, 6],
  ['Gift card', '礼品卡', 0, null, 8],
  ['Basil, potted', '盆栽罗勒', 2.95, 7, 4],
  ['Tortellini, fresh', '新鲜意式饺子', 5.4, 2, 2],
  ['Cherry tomatoes 250 g', '樱桃番茄 250克', 2.2, 33, 4],
  ['Almond croissant', '杏仁可颂', 2.9, 6, 1],
  ['Earl Grey, loose leaf 100 g', '伯爵红茶 散茶 100克', 7.25, 16, 3],
  ['Butter, salted 250 g', '有盐黄油 250克', 3.4, 28, 2],
  ['Honey from the lime tree 500 g', '椴树蜂蜜 500克', 8.9, 11, 5],
  ['Apple juice, cloudy 1 L', '浑浊苹果汁 1升', 2.8, 54, 7],
  ['Beeswax candle', '蜂蜡蜡烛', 6.5, 19, 8],
  ['Dish brush, beech', '榉木洗碗刷', 5.2, 4, 6],
];

export const products: ProductTile[] = rows.map(
  ([name, name_zh, price, stock, category, unit], i) => ({
    product_id: i + 1,
    name,
    name_zh,
    barcode: String(4_000_000_000_000 + i),
    unit_price: Math.round(price * 10_000),
    unit: unit ?? 'each',
    category_id: category,
    stock: stock === null ? null : String(stock),
    open_price: price === 0,
  }),
);
